using System.Numerics.Tensors;

namespace L2E.Kernels.Training;

/// <summary>
/// Meta-training of an operator's parameters: runs of the unrolled population on tasks of the training families, each taken a window
/// further in every step, the gradient of the mean loss, and Adam.
/// </summary>
/// <remarks>
/// The result depends on the configuration alone, not on the number of threads or ranks: runs are computed one by one and summed in their
/// order. A step allocates nothing. <see cref="Save"/> and <see cref="Load"/> go on bit for bit where a training was.
/// </remarks>
public sealed class Trainer : IDisposable, IStateful
{
    private const ulong PoolStream = 0x504F_4F4C_0000_0000, ValidationStream = 0x5641_4C49_0000_0000;
    private const int ValidationRuns = 96;

    private static readonly ChecksummedFile frame = new("checkpoint", "a checkpoint of a training", magic: 0x5445324C, version: 5);

    private readonly WorkerTeam team;
    private readonly Unroll[] unrolls;
    private readonly TrainingRun[] runs;
    private readonly AdamOptimizer optimizer;
    private readonly WholeRuns validation;
    private readonly float[] best, gradient;
    private readonly double[] sums;
    private readonly RunExchange? exchange;
    private readonly List<TrainingPoint> curve = [];
    private double lossSum, bestValidation = double.PositiveInfinity;
    private int lossCount;

    /// <summary>Begins a training from the untrained operator.</summary>
    /// <param name="configuration">What is trained on, and how.</param>
    /// <param name="threads">Number of threads, 1 to 1024.</param>
    /// <param name="evolutionOperator">The operator that is learned; null for the library's gate network.</param>
    /// <param name="ranks">
    /// The programs that train together: each makes a trainer with the same configuration and calls its methods in the same order. Null for
    /// this one alone.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A value of the configuration, or the number of threads, is out of range, or the operator cannot be trained with the estimator.
    /// </exception>
    public Trainer(
        TrainingConfiguration configuration, int threads = 1, IEvolutionOperator? evolutionOperator = null, IRankExchange? ranks = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Validate();
        Guard.InRange(threads, 1, 1024);
        Configuration = configuration;
        Operator = evolutionOperator ?? GateNetworkOperator.Instance;
        if (Operator.HasTimeScan && configuration.Estimator != GradientEstimator.Pes)
            Guard.ThrowArgument("Estimator", "pes for an operator with a scan over time", $"{configuration.Estimator}");
        int count = Operator.ParameterCount;
        UnrollShape capacity = new(configuration.Populations.Max(), configuration.Dimensions.Max());
        TrainingTask[] pool = DrawPool(configuration, PoolStream, configuration.Pool);
        team = new WorkerTeam(threads);
        unrolls = new Unroll[threads];
        for (int i = 0; i < threads; i++)
        {
            unrolls[i] = new Unroll(capacity, Math.Min(configuration.Window, configuration.LongestHorizon), Operator);
            foreach (TrainingTask task in pool)
                unrolls[i].Reserve(task);
        }

        runs = new TrainingRun[configuration.Tasks];
        for (int i = 0; i < runs.Length; i++)
            runs[i] = new TrainingRun(configuration, pool, i, capacity, count);
        float[] parameters = new float[count];
        Operator.Initialise(configuration.Seed, parameters);
        optimizer = new AdamOptimizer(parameters);
        (best, gradient, sums) = ([.. parameters], new float[count], new double[count]);
        TrainingTask[] unseen = DrawPool(configuration, ValidationStream, ValidationRuns);
        validation = new WholeRuns(configuration, unseen, team, Operator);
        exchange = ranks is null ? null : new RunExchange(ranks, runs, ValidationRuns);
        curve.EnsureCapacity(4096);
    }

    /// <summary>What is trained on, and how.</summary>
    public TrainingConfiguration Configuration { get; }

    /// <summary>The operator that is learned.</summary>
    public IEvolutionOperator Operator { get; }

    /// <summary>Number of steps that have been made.</summary>
    public int Iteration { get; private set; }

    /// <summary>Whether all steps of the configuration have been made.</summary>
    public bool IsComplete => Iteration >= Configuration.Iterations;

    /// <summary>The parameters as they stand, <c>[ParameterCount]</c>.</summary>
    public ReadOnlySpan<float> Parameters => optimizer.Parameters;

    /// <summary>
    /// The parameters that <see cref="Validate"/> found best, <c>[ParameterCount]</c>; those of the start before its first call.
    /// </summary>
    public ReadOnlySpan<float> BestParameters => best;

    /// <summary>What every call of <see cref="Validate"/> found.</summary>
    public IReadOnlyList<TrainingPoint> Curve => curve;

    /// <summary>Makes a step.</summary>
    /// <exception cref="InvalidOperationException">The training is complete.</exception>
    public TrainingStep Step()
    {
        if (IsComplete)
            throw new InvalidOperationException($"The training is complete: {Configuration.Iterations} steps have been made.");
        foreach (TrainingRun run in runs)
            run.Renew(Iteration);
        team.Run(runs.Length, new AdvanceAction(this));

        exchange?.ShareLosses();
        double loss = 0;
        int generations = 0;
        foreach (TrainingRun run in runs)
        {
            loss += run.Loss / runs.Length;
            generations += run.Generations;
        }

        Reduce();
        double norm = TensorPrimitives.Norm<float>(gradient);
        bool isSkipped = !(norm <= Configuration.SkipAbove);
        if (!isSkipped)
        {
            if (norm > Configuration.Clip)
                TensorPrimitives.Multiply(gradient, (float)(Configuration.Clip / norm), gradient);
            optimizer.Step(gradient, Configuration.GetLearningRate(Iteration), Configuration.WeightDecay);
        }

        lossSum += loss;
        lossCount++;
        return new TrainingStep(Iteration++, loss, norm, isSkipped, generations);
    }

    /// <summary>
    /// Measures the parameters in whole runs on draws of the training families that no step reads, adds a point to the curve, and keeps
    /// the parameters if they are the best so far.
    /// </summary>
    public TrainingPoint Validate()
    {
        TrainingPoint point = new(Iteration, lossCount > 0 ? lossSum / lossCount : double.NaN, validation.Measure(Parameters, exchange));
        curve.Add(point);
        (lossSum, lossCount) = (0, 0);
        if (point.Validation < bestValidation)
        {
            bestValidation = point.Validation;
            Parameters.CopyTo(best);
        }

        return point;
    }

    /// <summary>Brings what <see cref="Save"/> writes to rank 0, from all of them; nothing to do for one alone.</summary>
    public void Collect() => exchange?.Collect();

    /// <summary>Writes where the training stands: on rank 0 of several, after <see cref="Collect"/>.</summary>
    /// <param name="destination">Where to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(frame.Write(Identity, StateTransfer.Write(this).Span));
    }

    /// <summary>Goes on from where a training with the same configuration and operator stood.</summary>
    /// <param name="source">What <see cref="Save"/> wrote.</param>
    /// <exception cref="InvalidDataException">
    /// It is no checkpoint, of another version, truncated, altered, or of another configuration or operator.
    /// </exception>
    public void Load(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using MemoryStream copy = new();
        source.CopyTo(copy);
        (string text, ReadOnlyMemory<byte> state) = frame.Read(copy.GetBuffer().AsMemory(0, (int)copy.Length));
        if (text != Identity)
            throw new InvalidDataException("checkpoint: expected one of this configuration and operator, got one of another");
        StateTransfer.Read(this, state);
    }

    /// <inheritdoc />
    public void Dispose() => team.Dispose();

    /// <inheritdoc />
    void IStateful.Transfer(StateTransfer state)
    {
        Iteration = state.NextIndex(Iteration, 0, Configuration.Iterations);
        optimizer.Transfer(state);
        state.Next(best.AsSpan());
        bestValidation = state.Next(bestValidation);
        lossSum = state.Next(lossSum);
        lossCount = state.NextIndex(lossCount, 0, int.MaxValue);
        state.NextList(curve, static (transfer, point) => transfer.Next(point));
        foreach (TrainingRun run in runs)
            run.Transfer(state);
    }

    private string Identity => $"{Operator.Architecture}\n{Configuration.ToJson()}";

    private static TrainingTask[] DrawPool(TrainingConfiguration configuration, ulong stream, int count)
    {
        TrainingTask[] pool = new TrainingTask[count];
        for (int i = 0; i < pool.Length; i++)
        {
            PhiloxSequence random = new(configuration.Seed, stream + (ulong)i);
            string family = configuration.Families[random.NextInt32(configuration.Families.Length)];
            int dimension = configuration.Dimensions[random.NextInt32(configuration.Dimensions.Length)];
            pool[i] = TrainingFamilies.Draw(family, dimension, ref random);
        }

        return pool;
    }

    private void Reduce()
    {
        if (Configuration.Estimator != GradientEstimator.Backprop)
        {
            foreach (TrainingRun run in runs)
                run.Estimate();
        }

        if (Configuration.Estimator == GradientEstimator.Pes)
        {
            GradientReduction.Mean(runs, static run => run.EvolutionGradient, sums, gradient);
            return;
        }

        exchange?.GatherGradients();
        if (exchange is null or { IsFirst: true })
        {
            if (Configuration.Estimator == GradientEstimator.Mixed)
                GradientReduction.Combine(runs, gradient);
            else
                GradientReduction.Mean(runs, static run => run.Gradient, sums, gradient);
        }

        exchange?.Broadcast(gradient);
    }

    private readonly struct AdvanceAction(Trainer trainer) : IWorkerAction
    {
        public void Invoke(int chunk, int worker)
        {
            TrainingRun run = trainer.runs[chunk];
            run.Begin(trainer.Iteration);
            if (trainer.exchange is null || trainer.exchange.Owns(chunk))
                run.Advance(trainer.unrolls[worker], trainer.Parameters);
            else
                run.KeepTime();
        }
    }
}
