using System.Numerics.Tensors;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Training;

/// <summary>
/// One of the runs that a training takes further window by window, from a random start on a task of the pool to its horizon; then the next.
/// </summary>
internal sealed class TrainingRun : IStateful
{
    /// <summary>Length of <see cref="Losses"/>.</summary>
    public const int LossCount = 3;

    // Places in the losses.
    private const int Centre = 0, Above = 1, Below = 2;

    // Streams of the training's seed: run n of slot i draws its task, shape, horizon and start from RunStream + n * slots + i. Its
    // perturbation in training step n is exploration noise of iteration n and stream PerturbationStream + i, the upper half of a stream.
    private const ulong RunStream = 0x5452_4E00_0000_0000;
    private const uint PerturbationStream = 0x5452_5000;

    private readonly TrainingConfiguration configuration;
    private readonly TrainingTask[] pool;
    private readonly int slot;
    private readonly PopulationState state;
    private readonly PopulationState? above, below;
    private readonly float[] perturbation, perturbed, deviations;
    private readonly double[] start;
    private readonly double[] losses = new double[LossCount];
    private int runs, task;

    /// <param name="configuration">The training.</param>
    /// <param name="pool">Its tasks.</param>
    /// <param name="slot">Index of this run among those that go on side by side.</param>
    /// <param name="capacity">The largest shape.</param>
    /// <param name="parameterCount">Number of parameters that are learned.</param>
    public TrainingRun(TrainingConfiguration configuration, TrainingTask[] pool, int slot, UnrollShape capacity, int parameterCount)
    {
        this.configuration = configuration;
        this.pool = pool;
        this.slot = slot;
        state = new PopulationState(capacity);
        start = new double[capacity.Dimension];
        bool perturbs = configuration.Estimator != GradientEstimator.Backprop;
        above = perturbs ? new PopulationState(capacity) : null;
        below = perturbs ? new PopulationState(capacity) : null;
        perturbation = new float[perturbs ? parameterCount : 0];
        perturbed = new float[perturbs ? parameterCount : 0];
        deviations = new float[perturbs ? parameterCount : 0];
        Array.Fill(deviations, (float)configuration.Perturbation);
        Gradient = new float[configuration.Estimator == GradientEstimator.Pes ? 0 : parameterCount];
        EvolutionGradient = new float[perturbs ? parameterCount : 0];
    }

    /// <summary>Gradient of the last window's loss by backpropagation.</summary>
    public float[] Gradient { get; }

    /// <summary>The estimate by evolution strategies.</summary>
    public float[] EvolutionGradient { get; }

    /// <summary>Losses of the last window: of the parameters themselves, and with their perturbation added and subtracted.</summary>
    public Span<double> Losses => losses;

    /// <summary>Loss of the last window; where only perturbed parameters were used their mean.</summary>
    public double Loss =>
        configuration.Estimator == GradientEstimator.Pes ? 0.5 * (losses[Above] + losses[Below]) : losses[Centre];

    /// <summary>Generations of the last window.</summary>
    public int Generations { get; private set; }

    /// <summary>Begins the next run if this one is at its end, or none has begun.</summary>
    /// <param name="iteration">The training step: the curriculum goes by it.</param>
    public void Renew(int iteration)
    {
        if (runs > 0 && state.Generation < (int)state.Horizon)
            return;
        PhiloxSequence random = new(configuration.Seed, RunStream + (ulong)runs * (ulong)configuration.Tasks + (ulong)slot);
        runs++;
        task = random.NextInt32(pool.Length);
        UnrollShape shape = new(configuration.Populations[random.NextInt32(configuration.Populations.Length)], pool[task].Dimension);
        double logShortest = Math.Log(configuration.ShortestHorizon), logLongest = Math.Log(configuration.GetLongestHorizon(iteration));
        double horizon = Math.Round(Math.Exp(random.NextUniform(logShortest, logLongest)));
        Span<double> anchor = start.AsSpan(0, shape.Dimension);
        for (int i = 0; i < anchor.Length; i++)
            anchor[i] = random.NextUniform(pool[task].Lower, pool[task].Upper);
        ulong seed = ((ulong)random.NextUInt32() << 32) | random.NextUInt32();
        state.Start(shape, anchor, horizon, seed);
        if (above is null || below is null)
            return;
        state.CopyTo(above);
        state.CopyTo(below);
        Array.Clear(perturbation);
    }

    /// <summary>
    /// Begins a window, whoever computes it. Persistent evolution strategies (P. Vicol, L. Metz, J. Sohl-Dickstein, 2021) add a fresh
    /// perturbation e to both sides, and to the sum x of the perturbations since the run began.
    /// </summary>
    /// <param name="iteration">The training step: perturbations are addressed by it.</param>
    public void Begin(int iteration)
    {
        Generations = Math.Min(configuration.Window, (int)state.Horizon - state.Generation);
        // The fresh perturbation lies where the estimate will. Every rank draws those of all runs: it has to be quick.
        ExplorationNoise.Fill(
            configuration.Seed, (uint)iteration, PerturbationStream + (uint)slot, 1, perturbation.Length, deviations, EvolutionGradient);
        TensorPrimitives.Add(perturbation, EvolutionGradient, perturbation);
    }

    /// <summary>Takes the run the window further, on the rank that owns it.</summary>
    /// <param name="unroll">A worker's.</param>
    /// <param name="parameters">Parameters of the operator, <c>[ParameterCount]</c>.</param>
    public void Advance(Unroll unroll, ReadOnlySpan<float> parameters)
    {
        if (above is not null && below is not null)
        {
            // Each side goes on from where its own perturbations have led it.
            TensorPrimitives.Add(parameters, EvolutionGradient, perturbed);
            losses[Above] = unroll.Run(pool[task], perturbed, above, Generations);
            TensorPrimitives.Subtract(parameters, EvolutionGradient, perturbed);
            losses[Below] = unroll.Run(pool[task], perturbed, below, Generations);
        }

        if (configuration.Estimator == GradientEstimator.Pes)
        {
            // The two sides are the runs that count; the centre keeps their time.
            KeepTime();
            return;
        }

        Array.Clear(Gradient);
        losses[Centre] = unroll.Differentiate(pool[task], parameters, state, Generations, Gradient);
    }

    /// <summary>Counts the window's generations, where another rank computes it.</summary>
    public void KeepTime() => state.Generation += Generations;

    /// <summary>With evolution strategies the estimate of the window: <c>x (L(theta + e) - L(theta - e)) / (2 sigma^2)</c>.</summary>
    public void Estimate()
    {
        double deviation = configuration.Perturbation;
        TensorPrimitives.Multiply(
            perturbation, (float)((losses[Above] - losses[Below]) / (2 * deviation * deviation)), EvolutionGradient);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer transfer)
    {
        runs = transfer.NextIndex(runs, 0, int.MaxValue);
        task = transfer.NextIndex(task, 0, pool.Length - 1);
        state.Transfer(transfer);
        above?.Transfer(transfer);
        below?.Transfer(transfer);
        transfer.Next(perturbation.AsSpan());
    }
}
