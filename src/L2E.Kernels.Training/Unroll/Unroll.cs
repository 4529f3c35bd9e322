namespace L2E.Kernels.Training;

/// <summary>
/// Windows of generations as one function of the parameters, and its gradient. The value of generation k is
/// <c>v_k = 0.85 f(mu_k) + 0.15 mean f(population k) + 1e-7</c>, f counted from its optimum; the loss of a window of G generations is
/// <c>L = 8 tanh(x / 8)</c> with <c>x = 0.9 log v_G + 0.1 mean_(k &lt; G) log v_k - log (f(mu_0) + 1e-7)</c>, k from the window's first.
/// </summary>
/// <remarks>
/// The gradient is that of the computation with ranks, features, fitness differences inside the proxy gradient and random numbers held
/// fixed; <c>UnrolledStep.md</c> derives it. The cotangents of the state are damped by <see cref="Damping"/> from step to step, and the
/// state that a window begins with is a constant: gradients do not pass from window to window. Of G steps,
/// S = max(32, sqrt(G)) are kept at a time: the state is saved at every S-th, and the steps between are computed again, so memory is
/// O(sqrt(G) N d) and time is at most that of one forward pass more. Nothing allocates after <see cref="Reserve"/>. One caller at a time.
/// </remarks>
public sealed class Unroll
{
    /// <summary>Factor of the state's cotangents from a step to the one before.</summary>
    public const double Damping = 0.995;

    // A window this short is kept whole: computing it again would cost a third more time.
    private const int LeastSegment = 32;

    private const double LastShare = 0.9, LossBound = 8, ReferenceFloor = 1e-7;

    private readonly IEvolutionOperator evolutionOperator;
    private readonly UnrolledStep step;
    private readonly StateCotangents cotangents;
    private readonly StepRecord[] records;
    private readonly StepRecord last;
    private readonly PopulationState[] checkpoints;
    private readonly PopulationState replayed;
    private readonly double[] values;

    /// <summary>Makes room.</summary>
    /// <param name="capacity">The largest shape of a population.</param>
    /// <param name="generations">The longest window, 1 to 1,000,000 generations.</param>
    /// <param name="evolutionOperator">The operator that is learned; null for the library's gate network.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public Unroll(UnrollShape capacity, int generations, IEvolutionOperator? evolutionOperator = null)
    {
        capacity.Validate();
        Guard.InRange(generations, 1, 1_000_000);
        this.evolutionOperator = evolutionOperator ?? GateNetworkOperator.Instance;
        step = new UnrolledStep(capacity, this.evolutionOperator);
        cotangents = new StateCotangents(capacity);
        last = new StepRecord(capacity, this.evolutionOperator);
        replayed = new PopulationState(capacity);
        values = new double[generations + 1];
        records = new StepRecord[GetSegment(generations)];
        checkpoints = new PopulationState[GetSegment(generations)];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = new StepRecord(capacity, this.evolutionOperator);
            checkpoints[i] = new PopulationState(capacity);
        }
    }

    /// <summary>v of every generation of the last window, and of the state after it, <c>[G + 1]</c>.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, Generations + 1);

    /// <summary>Number of generations of the last window.</summary>
    public int Generations { get; private set; }

    /// <summary>Makes room for the scratch of a task, so that windows on it allocate nothing.</summary>
    /// <param name="task">The task.</param>
    public void Reserve(TrainingTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        step.Reserve(task);
    }

    /// <summary>The loss of a window.</summary>
    /// <param name="task">f.</param>
    /// <param name="parameters">Parameters of the operator, <c>[ParameterCount]</c>.</param>
    /// <param name="state">The state that the window begins with; becomes the one that it ends with.</param>
    /// <param name="generations">G, 1 to the longest window.</param>
    /// <exception cref="ArgumentException">A length or size does not fit.</exception>
    public double Run(TrainingTask task, ReadOnlySpan<float> parameters, PopulationState state, int generations)
    {
        Check(task, parameters, state, generations);
        double reference = 0;
        for (int k = 0; k < generations; k++)
        {
            values[k] = step.Sample(task, state, last, withGradients: false);
            if (k == 0)
                reference = Reference(task, last);
            step.Move(task, parameters, state, last);
        }

        values[generations] = step.Sample(task, state, last, withGradients: false);
        return LossBound * Math.Tanh(GetExponent(reference) / LossBound);
    }

    /// <summary>The loss of a window and its gradient.</summary>
    /// <param name="task">f.</param>
    /// <param name="parameters">Parameters of the operator, <c>[ParameterCount]</c>.</param>
    /// <param name="state">The state that the window begins with; becomes the one that it ends with.</param>
    /// <param name="generations">G, 1 to the longest window.</param>
    /// <param name="dparameters">Accumulated (+=), <c>[ParameterCount]</c>; may not overlap the parameters.</param>
    /// <exception cref="ArgumentException">A length or size does not fit.</exception>
    /// <exception cref="NotSupportedException">The operator has a scan over time, which has no backward pass.</exception>
    public double Differentiate(
        TrainingTask task, ReadOnlySpan<float> parameters, PopulationState state, int generations, Span<float> dparameters)
    {
        Check(task, parameters, state, generations);
        if (evolutionOperator.HasTimeScan)
            throw new NotSupportedException("A scan over time has no backward pass: its operator is trained by evolution strategies.");
        Guard.Length<float>(dparameters, parameters.Length, "ParameterCount of the operator");
        int segment = GetSegment(generations), lastSegment = (generations - 1) / segment;
        double reference = 0;
        for (int k = 0; k < generations; k++)
        {
            if (k % segment == 0)
                state.CopyTo(checkpoints[k / segment]);
            // The last segment is kept at once: it is the first to go back through.
            bool isKept = k / segment == lastSegment;
            StepRecord record = isKept ? records[k % segment] : last;
            values[k] = step.Sample(task, state, record, isKept);
            if (k == 0)
                reference = Reference(task, record);
            step.Move(task, parameters, state, record);
        }

        values[generations] = step.Sample(task, state, last, withGradients: true);
        double exponent = GetExponent(reference), tanh = Math.Tanh(exponent / LossBound), slope = 1 - tanh * tanh;
        cotangents.Clear(state.Shape);
        UnrolledStep.SampleBackward(last, slope * LastShare / values[generations], cotangents);
        for (int s = lastSegment; s >= 0; s--)
        {
            int first = s * segment, count = Math.Min(segment, generations - first);
            if (s < lastSegment)
                Replay(task, parameters, s, count);
            for (int j = count - 1; j >= 0; j--)
            {
                cotangents.Damp((float)Damping);
                step.MoveBackward(parameters, records[j], cotangents, dparameters);
                UnrolledStep.SampleBackward(records[j], slope * (1 - LastShare) / generations / values[first + j], cotangents);
            }
        }

        return LossBound * tanh;
    }

    private static int GetSegment(int generations) =>
        Math.Max(Math.Min(generations, LeastSegment), (int)Math.Ceiling(Math.Sqrt(generations)));

    /// <summary>Computes the steps of a segment again, and keeps them.</summary>
    private void Replay(TrainingTask task, ReadOnlySpan<float> parameters, int segment, int count)
    {
        checkpoints[segment].CopyTo(replayed);
        for (int j = 0; j < count; j++)
        {
            step.Sample(task, replayed, records[j], withGradients: true);
            step.Move(task, parameters, replayed, records[j]);
        }
    }

    private static double Reference(TrainingTask task, StepRecord record) =>
        Math.Log(record.Fitness[^1] - task.Optimum + ReferenceFloor);

    private double GetExponent(double reference)
    {
        double mean = 0;
        for (int k = 0; k < Generations; k++)
            mean += Math.Log(values[k]) / Generations;
        return LastShare * Math.Log(values[Generations]) + (1 - LastShare) * mean - reference;
    }

    private void Check(TrainingTask task, ReadOnlySpan<float> parameters, PopulationState state, int generations)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(state);
        Guard.Length(parameters, evolutionOperator.ParameterCount, "ParameterCount of the operator");
        Guard.InRange(generations, 1, values.Length - 1);
        Guard.InRange(task.Dimension, state.Shape.Dimension, state.Shape.Dimension);
        Generations = generations;
        Reserve(task);
    }
}
