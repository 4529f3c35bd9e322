using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>A selective scan of one sequence.</summary>
/// <typeparam name="T">How sequences are stored.</typeparam>
internal class SelectiveScanWorkload<T> : IWorkload
    where T : unmanaged
{
    private readonly SelectiveScanShape shape;
    private readonly bool gated, reverse;
    private readonly Converter<T, float> load;
    private readonly double rounding;
    private readonly T[] u, delta, B, C, z, y;
    private readonly float[] A, D, deltaBias, savedState, dy;
    private readonly float[] du, ddelta, dA, dB, dC, dD, dz, ddeltaBias;
    private readonly float[] workspace, backwardWorkspace;

    /// <param name="length">Steps.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="states">States of a channel.</param>
    /// <param name="variant">What the scan is made of.</param>
    /// <param name="reverse">Whether time runs backwards.</param>
    /// <param name="store">Rounds to the stored format.</param>
    /// <param name="load">Reads it.</param>
    /// <param name="rounding">The largest relative error of rounding to it; 0 for float.</param>
    public SelectiveScanWorkload(
        int length, int channels, int states, ScanVariant variant, bool reverse, Converter<float, T> store, Converter<T, float> load,
        double rounding)
    {
        shape = new SelectiveScanShape(1, length, channels, states);
        gated = variant == ScanVariant.Gated;
        this.reverse = reverse;
        this.load = load;
        this.rounding = rounding;
        RandomTensors random = new(1);
        int sequence = length * channels, gates = length * states;
        u = Stored(random.Normal(sequence));
        delta = Stored(gated ? random.Normal(sequence) : random.Uniform(sequence, 0.01f, 0.5f));
        A = variant == ScanVariant.Progression ? Progression(random.Uniform(channels, -1, -0.1f), states)
            : random.Uniform(channels * states, -2, -0.1f);
        B = Stored(random.Normal(gates));
        C = Stored(random.Normal(gates));
        D = gated ? random.Normal(channels) : [];
        z = Stored(gated ? random.Normal(sequence) : []);
        deltaBias = gated ? random.Normal(channels) : [];
        dy = random.Normal(sequence);
        y = new T[sequence];
        savedState = new float[SelectiveScan.GetSavedStateLength(shape)];
        du = new float[u.Length];
        ddelta = new float[delta.Length];
        dA = new float[A.Length];
        dB = new float[B.Length];
        dC = new float[C.Length];
        dD = new float[D.Length];
        dz = new float[z.Length];
        ddeltaBias = new float[deltaBias.Length];
        workspace = new float[SelectiveScan.GetWorkspaceLength(shape)];
        backwardWorkspace = new float[SelectiveScan.GetBackwardWorkspaceLength(shape)];

        double steps = sequence, terms = steps * states;
        // In a progression one exponential per step gives the others as its powers.
        double exponentials = variant == ScanVariant.Progression ? steps : terms;
        double gateExponentials = gated ? 3 * steps : 0;
        int element = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        double inputBytes = (double)element * (u.Length + delta.Length + B.Length + C.Length + z.Length)
            + 4.0 * (A.Length + D.Length + deltaBias.Length);
        double gradientBytes = 4.0 * (u.Length + delta.Length + A.Length + B.Length + C.Length + D.Length + z.Length + deltaBias.Length);
        Shape = $"[1, {length}, {channels}], {states} states, {variant.ToString().ToLowerInvariant()}"
            + (element == sizeof(float) ? "" : $", {typeof(T).Name}") + (reverse ? ", reverse" : "");
        Passes =
        [
            new Pass("forward", new Cost(inputBytes + element * steps, exponentials + gateExponentials, 6 * terms + steps), Forward),
            new Pass(
                "backward",
                new Cost(inputBytes + gradientBytes + 4 * (steps + savedState.Length), exponentials + gateExponentials, 19 * terms),
                Backward),
        ];
        // The backward pass may be timed alone, and needs what the forward pass saves.
        ForwardSaving();

        T[] Stored(float[] values) => Array.ConvertAll(values, store);
    }

    protected SelectiveScanShape Sizes => shape;

    protected T[] Result => y;

    protected float[] Workspace => workspace;

    public string Operator => nameof(SelectiveScan);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    /// <summary>Floats saved for the backward pass.</summary>
    public int SavedStateLength => savedState.Length;

    public void Forward() => SelectiveScan.Forward(shape, Inputs, y, default, default, workspace);

    /// <summary>The forward pass of training: saves what the backward pass needs.</summary>
    public void ForwardSaving() => SelectiveScan.Forward(shape, Inputs, y, default, savedState, workspace);

    public void Backward() => SelectiveScan.Backward(shape, Inputs, savedState, dy, default, Gradients, backwardWorkspace);

    public void Check()
    {
        CheckForward();
        Backward();
        (string, float[])[] gradients = [("du", du), ("ddelta", ddelta), ("dA", dA), ("dB", dB), ("dC", dC)];
        if (gated)
            gradients = [.. gradients, ("dD", dD), ("dz", dz), ("ddelta_bias", ddeltaBias)];
        OracleCheck.Gradients(Oracle, Tensors, [dy], gradients);
    }

    /// <summary>The forward part of <see cref="Check"/>.</summary>
    public void CheckForward()
    {
        Forward();
        double[] expected = Oracle([.. Tensors.Select(RandomTensors.Widen)])[0];
        OracleCheck.Close("y", Loaded(y), expected, shape.Length * shape.States, rounding);
    }

    private float[][] Tensors => [Loaded(u), Loaded(delta), A, Loaded(B), Loaded(C), D, Loaded(z), deltaBias];

    private float[] Loaded(T[] tensor) => Array.ConvertAll(tensor, load);

    protected SelectiveScanInputs<T> Inputs => new()
    {
        U = u,
        Delta = delta,
        A = A,
        B = B,
        C = C,
        D = D,
        Z = z,
        DeltaBias = deltaBias,
        Softplus = gated,
        Reverse = reverse,
    };

    private SelectiveScanGradients Gradients => new()
    {
        U = du,
        Delta = ddelta,
        A = dA,
        B = dB,
        C = dC,
        D = dD,
        Z = dz,
        DeltaBias = ddeltaBias,
    };

    private double[][] Oracle(double[][] x)
    {
        if (reverse)
            x = [Turned(x[0]), Turned(x[1]), x[2], Turned(x[3]), Turned(x[4]), x[5], Turned(x[6]), x[7]];
        double[] result = new SelectiveScanOracle(1, shape.Length, shape.Channels, shape.States, 1, gated)
            .Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], []).Y;
        return [reverse ? Turned(result) : result];

        double[] Turned(double[] sequence) =>
            sequence.Length == 0 ? [] : [.. sequence.Chunk(sequence.Length / shape.Length).Reverse().SelectMany(row => row)];
    }

    // Each multiple is rounded once from the rate, as a caller's own product would be.
    private static float[] Progression(float[] rates, int states) =>
        [.. rates.SelectMany(rate => Enumerable.Range(1, states), (rate, multiple) => multiple * rate)];
}
