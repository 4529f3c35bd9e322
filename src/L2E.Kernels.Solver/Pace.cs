namespace L2E.Kernels;

/// <summary>
/// What of <see cref="Solver{TObjective}"/> does not depend on the objective's type, for which all of a solver is compiled anew: which
/// candidates a step evaluates, by the clock and by what the last ones took.
/// </summary>
internal sealed class Pace
{
    // What things take, in ticks of the clock: a round of evaluations, one candidate a thread; a change; a batch besides its evaluations.
    private readonly TimeProvider clock;
    private CostEstimate pointCost, gradientCost, changeCost, batchCost;

    /// <summary>Checks the options against the objective, and makes the engine.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="description">The objective.</param>
    /// <param name="requiredDimension">Its only dimension; 0 where any one of the description is right.</param>
    /// <param name="constraintCount">Its number of constraints.</param>
    /// <param name="clock">Tells the time.</param>
    /// <exception cref="ArgumentException">The dimension is another, the time limit is not above 0, or the options are inconsistent.</exception>
    public Pace(
        SolverOptions options, ObjectiveDescription description, int requiredDimension, int constraintCount, TimeProvider clock)
    {
        int least = requiredDimension > 0 ? requiredDimension : description.MinDimension;
        int most = requiredDimension > 0 ? requiredDimension : description.MaxDimension;
        Guard.InRange(options.Dimension, least, most, "dimension");
        if (options.TimeLimit is { } limit && limit <= TimeSpan.Zero)
            Guard.ThrowArgument("timeLimit", "a time above 0", $"{limit}");
        this.clock = clock;
        Engine = new Engine(options with { ConstraintCount = constraintCount });
    }

    /// <summary>The state of the run.</summary>
    public Engine Engine { get; }

    /// <summary>Asks for candidates, as many as can be evaluated before a moment.</summary>
    /// <param name="deadline">The moment, a timestamp of the clock.</param>
    /// <param name="evaluatesChanges">Whether the objective evaluates changes of one coordinate.</param>
    /// <param name="threads">How many candidates are evaluated at once.</param>
    /// <param name="work">What is to be evaluated.</param>
    /// <returns>False when the run has ended or nothing more can be done in time.</returns>
    public bool TryBegin(long deadline, bool evaluatesChanges, int threads, out Work work)
    {
        work = default;
        bool isNew = Engine.Pending == 0;
        long begun = clock.GetTimestamp();
        if (begun >= deadline || (isNew && !batchCost.Fits(deadline - begun)))
            return false;
        CandidateBatch batch = Engine.Ask();
        if (batch.Count == 0)
            return false;
        bool isChange = evaluatesChanges && !batch.Changes.IsEmpty;
        (int first, int count) = Engine.FirstPending();
        long asked = clock.GetTimestamp();
        if (isNew)
            batchCost.Learn(asked - begun);
        // A team evaluates as many candidates at once as it has threads.
        int width = isChange ? 1 : threads;
        ref CostEstimate cost = ref isChange ? ref changeCost : ref batch.NeedsGradients ? ref gradientCost : ref pointCost;
        if (deadline != long.MaxValue)
            count = Math.Min(count, width * cost.Affordable(deadline - asked - batchCost.Expected));
        if (count == 0)
            return false;
        work = new Work(batch, isChange, first, count, width, asked, ref cost);
        return true;
    }

    /// <summary>Takes the values of what was evaluated.</summary>
    public void End(in Work work, ReadOnlySpan<double> values)
    {
        long evaluated = clock.GetTimestamp();
        work.Cost.Learn((evaluated - work.Asked) / Math.Ceiling((double)work.Count / work.Width));
        Engine.TellRange(work.First, values);
        if (Engine.Pending == 0)
            batchCost.Learn(clock.GetTimestamp() - evaluated);
    }

    /// <summary>The moment that lies a time ahead on the clock; null for never.</summary>
    public long GetDeadline(TimeSpan? duration)
    {
        double ticks = duration is { } time ? time.TotalSeconds * clock.TimestampFrequency : double.PositiveInfinity;
        long now = clock.GetTimestamp();
        return ticks < long.MaxValue - now ? now + (long)ticks : long.MaxValue;
    }

    /// <summary>Candidates in a row of a batch, to be evaluated.</summary>
    internal readonly ref struct Work(
        CandidateBatch batch, bool isChange, int first, int count, int width, long asked, ref CostEstimate cost)
    {
        /// <summary>What they cost.</summary>
        public readonly ref CostEstimate Cost = ref cost;

        /// <summary>All of the batch.</summary>
        public CandidateBatch Batch { get; } = batch;

        /// <summary>Whether they are evaluated as changes of one coordinate.</summary>
        public bool IsChange { get; } = isChange;

        /// <summary>The first of them.</summary>
        public int First { get; } = first;

        /// <summary>How many.</summary>
        public int Count { get; } = count;

        /// <summary>How many of them are evaluated at once.</summary>
        public int Width { get; } = width;

        /// <summary>When they were asked for, by the clock.</summary>
        public long Asked { get; } = asked;
    }
}
