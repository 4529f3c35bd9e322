namespace L2E.Kernels;

/// <summary>
/// What a run with constraints <c>g(x) &lt;= 0</c> keeps besides fitness: the constraints' values of the batch, the best point by what was
/// asked for (one that breaks nothing before one that does, then the lower fitness, or the lower sum of what is broken), and the function
/// that the round minimises in place of the fitness.
/// </summary>
internal sealed class ConstrainedBatch(int count, int capacity, int dimension) : IStateful
{
    private readonly double[] values = new double[checked(capacity * count)], scratch = new double[capacity];
    private readonly double[] best = new double[dimension], bestConstraints = new double[count], lowestConstraints = new double[count];
    private int bestIndex;

    public AugmentedLagrangian Lagrangian { get; } = new(count);

    /// <summary>Whether there was a point with finite values.</summary>
    public bool HasBest => BestViolation < double.PositiveInfinity;

    public ReadOnlySpan<double> Best => best;

    public ReadOnlySpan<double> BestConstraints => bestConstraints;

    public double BestFitness { get; private set; }

    /// <summary>The sum of what it breaks; 0 for a feasible point, +infinity before there is any.</summary>
    public double BestViolation { get; private set; }

    public void Reset()
    {
        BestFitness = BestViolation = double.PositiveInfinity;
        Array.Fill(bestConstraints, double.NaN);
        bestIndex = -1;
    }

    /// <summary>The place of a candidate's constraints.</summary>
    public Span<double> GetValues(int row) => values.AsSpan(row * count, count);

    /// <summary>Holds a candidate against the best point.</summary>
    /// <param name="row">Which of the batch; its constraints are there.</param>
    /// <param name="fitness">Its fitness, finite.</param>
    /// <param name="tile">The batch.</param>
    public void Compare(int row, double fitness, CandidateTile tile)
    {
        double violation = 0;
        foreach (double value in GetValues(row))
            violation += Math.Max(0, value);
        int order = violation.CompareTo(BestViolation);
        if (order == 0)
            order = fitness.CompareTo(BestFitness);
        // Of equal points the first of a batch counts, in whatever order they come.
        if (order > 0 || (order == 0 && row >= bestIndex))
            return;
        (BestFitness, BestViolation, bestIndex) = (fitness, violation, row);
        GetValues(row).CopyTo(bestConstraints);
        tile.CopyPoint(row, best);
    }

    /// <summary>Puts the value of the round's function in the place of each fitness.</summary>
    /// <param name="told">The batch, complete.</param>
    /// <param name="isFirst">Whether it is the first of the run.</param>
    public void WriteMerits(BatchFitness told, bool isFirst)
    {
        ReadOnlySpan<double> fitness = told.Values;
        if (isFirst)
            Lagrangian.Begin(fitness, values.AsSpan(0, fitness.Length * count), scratch);
        for (int row = 0; row < fitness.Length; row++)
            if (fitness[row] < double.PositiveInfinity)
                told.Set(row, Lagrangian.Merit(fitness[row], GetValues(row)));
        bestIndex = -1;
    }

    /// <summary>A candidate has the round's lowest value.</summary>
    public void KeepLowest(int row) => GetValues(row).CopyTo(lowestConstraints);

    /// <summary>Ends a round.</summary>
    public void EndRound() => Lagrangian.Update(lowestConstraints);

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.Next(values.AsSpan());
        state.Next(best.AsSpan());
        state.Next(bestConstraints.AsSpan());
        state.Next(lowestConstraints.AsSpan());
        bestIndex = state.NextIndex(bestIndex, -1, capacity - 1);
        BestFitness = state.Next(BestFitness);
        BestViolation = state.Next(BestViolation);
        Lagrangian.Transfer(state);
    }
}
