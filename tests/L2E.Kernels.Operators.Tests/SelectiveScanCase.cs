using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Random inputs and cotangents of a selective scan.</summary>
internal sealed class SelectiveScanCase
{
    private readonly bool softplus;

    /// <param name="shape">Sizes.</param>
    /// <param name="complete">Whether there are softplus and every optional tensor, or none.</param>
    /// <param name="progression">Whether A is in arithmetic progression.</param>
    public SelectiveScanCase(SelectiveScanShape shape, bool complete, bool progression = false)
    {
        Shape = shape;
        softplus = complete;
        RandomTensors random = new(shape.Length + 1000 * shape.Channels + 31 * shape.States);
        int sequence = shape.Batch * shape.Length * shape.Channels, gates = shape.Batch * shape.Length * shape.Groups * shape.States;
        int state = shape.Batch * shape.Channels * shape.States;
        U = random.Normal(sequence);
        Delta = complete ? random.Normal(sequence) : random.Uniform(sequence, 0.05f, 0.6f);
        A = random.Uniform(shape.Channels * shape.States, -2, -0.3f);
        for (int i = 0; progression && i < A.Length; i++)
            A[i] = (i % shape.States + 1) * A[i - i % shape.States];
        B = random.Normal(gates);
        C = random.Normal(gates);
        D = complete ? random.Normal(shape.Channels) : [];
        Z = complete ? random.Normal(sequence) : [];
        DeltaBias = complete ? random.Normal(shape.Channels, 0.3f) : [];
        InitialState = complete ? random.Normal(state) : [];
        Dy = random.Normal(sequence);
        DlastState = complete ? random.Normal(state) : [];
    }

    public SelectiveScanShape Shape { get; }

    public float[] U { get; private init; }

    public float[] Delta { get; private init; }

    public float[] A { get; }

    public float[] B { get; private init; }

    public float[] C { get; private init; }

    public float[] D { get; }

    public float[] Z { get; private init; }

    public float[] DeltaBias { get; }

    public float[] InitialState { get; }

    public float[] Dy { get; private init; }

    public float[] DlastState { get; }

    public float[][] Inputs => [U, Delta, A, B, C, D, Z, DeltaBias, InitialState];

    /// <summary>The same scan with every sequence changed by a function of the sequence and its columns.</summary>
    public SelectiveScanCase With(Func<float[], int, float[]> change)
    {
        int gates = Shape.Groups * Shape.States;
        return new SelectiveScanCase(this)
        {
            U = change(U, Shape.Channels),
            Delta = change(Delta, Shape.Channels),
            B = change(B, gates),
            C = change(C, gates),
            Z = change(Z, Shape.Channels),
            Dy = change(Dy, Shape.Channels),
        };
    }

    public double[][] Oracle(double[][] x)
    {
        SelectiveScanOracle oracle = new(Shape.Batch, Shape.Length, Shape.Channels, Shape.States, Shape.Groups, softplus);
        (double[] y, double[] lastState) = oracle.Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8]);
        return [y, lastState];
    }

    /// <summary>The inputs in guarded memory, stored as another type.</summary>
    public SelectiveScanInputs<T> Guarded<T>(GuardedTensors tensors, Converter<float, T> store, bool reverse = false)
        where T : unmanaged => new()
        {
            U = tensors.CopyOf<T>(Array.ConvertAll(U, store)),
            Delta = tensors.CopyOf<T>(Array.ConvertAll(Delta, store)),
            A = tensors.Copy(A),
            B = tensors.CopyOf<T>(Array.ConvertAll(B, store)),
            C = tensors.CopyOf<T>(Array.ConvertAll(C, store)),
            D = tensors.Copy(D),
            Z = tensors.CopyOf<T>(Array.ConvertAll(Z, store)),
            DeltaBias = tensors.Copy(DeltaBias),
            InitialState = tensors.Copy(InitialState),
            Softplus = softplus,
            Reverse = reverse,
        };

    public SelectiveScanInputs<float> Guarded(GuardedTensors tensors) => Guarded(tensors, x => x);

    /// <summary>Both passes in float: y, the last state, and the gradients in the order of <see cref="Inputs"/>.</summary>
    public float[][] RunBoth(WorkerTeam? team = null, bool reverse = false)
    {
        (float[] y, float[][] others) = RunBoth<float>(x => x, team, reverse);
        return [y, .. others];
    }

    /// <summary>Both passes with sequences stored as another type: y, and then the last state and the gradients.</summary>
    public (T[] Y, float[][] Others) RunBoth<T>(Converter<float, T> store, WorkerTeam? team = null, bool reverse = false)
        where T : unmanaged
    {
        using GuardedTensors tensors = new();
        SelectiveScanInputs<T> inputs = Guarded(tensors, store, reverse);
        int workers = team?.Count ?? 1;
        Span<T> y = tensors.CopyOf<T>(new T[U.Length]);
        Span<float> lastState = tensors.New(Shape.Batch * Shape.Channels * Shape.States);
        Span<float> saved = tensors.New(SelectiveScan.GetSavedStateLength(Shape));
        Span<float> workspace = tensors.New(SelectiveScan.GetWorkspaceLength(Shape, workers));
        SelectiveScan.Forward(Shape, inputs, y, lastState, saved, workspace, team);
        SelectiveScanGradients gradients = new()
        {
            U = tensors.New(U.Length),
            Delta = tensors.New(Delta.Length),
            A = tensors.New(A.Length),
            B = tensors.New(B.Length),
            C = tensors.New(C.Length),
            D = tensors.New(D.Length),
            Z = tensors.New(Z.Length),
            DeltaBias = tensors.New(DeltaBias.Length),
            InitialState = tensors.New(InitialState.Length),
        };
        Span<float> backwardWorkspace = tensors.New(SelectiveScan.GetBackwardWorkspaceLength(Shape, workers));
        SelectiveScan.Backward(Shape, inputs, saved, tensors.Copy(Dy), tensors.Copy(DlastState), gradients, backwardWorkspace, team);
        return (y.ToArray(),
        [
            lastState.ToArray(), gradients.U.ToArray(), gradients.Delta.ToArray(), gradients.A.ToArray(), gradients.B.ToArray(),
            gradients.C.ToArray(), gradients.D.ToArray(), gradients.Z.ToArray(), gradients.DeltaBias.ToArray(),
            gradients.InitialState.ToArray(),
        ]);
    }

    private SelectiveScanCase(SelectiveScanCase other)
    {
        Shape = other.Shape;
        softplus = other.softplus;
        (U, Delta, A, B, C) = (other.U, other.Delta, other.A, other.B, other.C);
        (D, Z, DeltaBias, InitialState) = (other.D, other.Z, other.DeltaBias, other.InitialState);
        (Dy, DlastState) = (other.Dy, other.DlastState);
    }
}
