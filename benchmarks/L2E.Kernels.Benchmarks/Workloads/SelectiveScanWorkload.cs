using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>A selective scan of one sequence.</summary>
internal sealed class SelectiveScanWorkload : IWorkload
{
    private readonly SelectiveScanShape shape;
    private readonly bool gated;
    private readonly float[] u, delta, A, B, C, D, z, deltaBias, y, savedState, dy;
    private readonly float[] du, ddelta, dA, dB, dC, dD, dz, ddeltaBias;
    private readonly float[] workspace, backwardWorkspace;
    private float[] teamWorkspace = [];

    public SelectiveScanWorkload(int length, int channels, int states, ScanVariant variant)
    {
        shape = new SelectiveScanShape(1, length, channels, states);
        gated = variant == ScanVariant.Gated;
        RandomTensors random = new(1);
        int sequence = length * channels, gates = length * states;
        u = random.Normal(sequence);
        delta = gated ? random.Normal(sequence) : random.Uniform(sequence, 0.01f, 0.5f);
        A = variant == ScanVariant.Progression ? Progression(random.Uniform(channels, -1, -0.1f), states)
            : random.Uniform(channels * states, -2, -0.1f);
        B = random.Normal(gates);
        C = random.Normal(gates);
        D = gated ? random.Normal(channels) : [];
        z = gated ? random.Normal(sequence) : [];
        deltaBias = gated ? random.Normal(channels) : [];
        dy = random.Normal(sequence);
        y = new float[sequence];
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
        double inputBytes = 4.0 * (u.Length + delta.Length + A.Length + B.Length + C.Length + D.Length + z.Length + deltaBias.Length);
        Shape = $"[1, {length}, {channels}], {states} states, {variant.ToString().ToLowerInvariant()}";
        Passes =
        [
            new Pass("forward", new Cost(inputBytes + 4 * steps, exponentials + gateExponentials, 6 * terms + steps), Forward),
            new Pass(
                "backward",
                new Cost(2 * inputBytes + 4 * (steps + savedState.Length), exponentials + gateExponentials, 19 * terms),
                Backward),
        ];
        // The backward pass may be timed alone, and needs what the forward pass saves.
        ForwardSaving();
    }

    public string Operator => nameof(SelectiveScan);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    /// <summary>Floats saved for the backward pass.</summary>
    public int SavedStateLength => savedState.Length;

    /// <summary>The sequence of step sizes: also usable as the sequence u, which may hold anything.</summary>
    public ReadOnlySpan<float> StepSizes => delta;

    public void Forward() => Forward(u, delta, y);

    /// <summary>Runs the forward pass on the threads of a team; the result has the same bits.</summary>
    public void ForwardWith(WorkerTeam team)
    {
        if (teamWorkspace.Length == 0)
            teamWorkspace = new float[SelectiveScan.GetWorkspaceLength(shape, team.Count)];
        SelectiveScan.Forward(shape, Inputs, y, [], [], teamWorkspace, team);
    }

    /// <summary>Runs the forward pass on other sequences of the same size.</summary>
    public void Forward(ReadOnlySpan<float> sequence, ReadOnlySpan<float> stepSizes, Span<float> destination)
    {
        SelectiveScanInputs<float> inputs = new()
        {
            U = sequence,
            Delta = stepSizes,
            A = A,
            B = B,
            C = C,
            D = D,
            Z = z,
            DeltaBias = deltaBias,
            Softplus = gated,
        };
        SelectiveScan.Forward(shape, inputs, destination, default, default, workspace);
    }

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
        OracleCheck.Close("y", y, Oracle([.. Tensors.Select(RandomTensors.Widen)])[0], shape.Length * shape.States);
    }

    /// <summary>Runs another implementation on the same data and holds its result against this library's.</summary>
    /// <exception cref="WrongResultException">The results differ.</exception>
    public void CheckSame(NativeScan other)
    {
        Forward();
        float[] result = new float[y.Length];
        Run(other, result);
        OracleCheck.Close($"{other.Compiler}: y", result, RandomTensors.Widen(y), 2 * shape.Length * shape.States);
    }

    /// <summary>The C implementation on the same data.</summary>
    public void Run(NativeScan other, float[] destination) =>
        other.Run(shape.Length, shape.Channels, shape.States, u, delta, A, B, C, destination);

    private float[][] Tensors => [u, delta, A, B, C, D, z, deltaBias];

    private SelectiveScanInputs<float> Inputs => new()
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

    private double[][] Oracle(double[][] x) =>
    [
        new SelectiveScanOracle(1, shape.Length, shape.Channels, shape.States, 1, gated)
            .Forward(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], []).Y,
    ];

    // Each multiple is rounded once from the rate, as a caller's own product would be.
    private static float[] Progression(float[] rates, int states) =>
        [.. rates.SelectMany(rate => Enumerable.Range(1, states), (rate, multiple) => multiple * rate)];
}
