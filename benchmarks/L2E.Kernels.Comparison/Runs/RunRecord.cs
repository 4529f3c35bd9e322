namespace L2E.Kernels.Comparison.Runs;

/// <summary>What is written down of a run while it goes: the best gap at grid points, and when each target was reached.</summary>
/// <remarks>
/// Gaps are of points inside the box, in the order in which they were evaluated. The grid has the evaluation counts
/// <c>budget^(i / (<see cref="CurveLength"/> - 1))</c>, rounded up.
/// </remarks>
public sealed class RunRecord
{
    /// <summary>Number of points of the convergence curve.</summary>
    public const int CurveLength = 64;

    private readonly long[] grid;
    private int nextGridPoint, nextTarget;

    /// <summary>Prepares the record of a run.</summary>
    /// <param name="budget">The run's number of evaluations.</param>
    public RunRecord(long budget)
    {
        grid = GridOf(budget);
        Curve = new double[CurveLength];
        Array.Fill(Curve, double.PositiveInfinity);
        TargetEvaluations = new long[Targets.Count];
    }

    /// <summary>The smallest gap so far; +infinity before the first finite one.</summary>
    public double Gap { get; private set; } = double.PositiveInfinity;

    /// <summary>
    /// Cumulative regret: the sum over the evaluations of the smallest gap so far; +infinity when there was an evaluation before the first
    /// finite gap.
    /// </summary>
    public double Regret { get; private set; }

    /// <summary>The smallest gap after as many evaluations as the grid says.</summary>
    public double[] Curve { get; }

    /// <summary>The number of evaluations at which each of <see cref="Targets"/> was reached; 0 for one that was not.</summary>
    public long[] TargetEvaluations { get; }

    /// <summary>The evaluation counts of the curve's points, ascending.</summary>
    /// <param name="budget">The run's number of evaluations.</param>
    public static long[] GridOf(long budget)
    {
        long[] grid = new long[CurveLength];
        for (int i = 0; i < CurveLength; i++)
            grid[i] = Math.Min(budget, (long)Math.Ceiling(Math.Pow(budget, (double)i / (CurveLength - 1))));
        return grid;
    }

    /// <summary>Takes the gap of one evaluation.</summary>
    /// <param name="evaluation">Which evaluation it was, from 1.</param>
    /// <param name="gap">Its gap; NaN counts as infinite.</param>
    public void Add(long evaluation, double gap)
    {
        if (gap < Gap)
        {
            Gap = gap;
            for (; nextTarget < Targets.Count && gap <= Targets.Value(nextTarget); nextTarget++)
                TargetEvaluations[nextTarget] = evaluation;
        }

        Regret += Gap;
        for (; nextGridPoint < CurveLength && grid[nextGridPoint] <= evaluation; nextGridPoint++)
            Curve[nextGridPoint] = Gap;
    }

    /// <summary>Fills the rest of the curve of a run that ended before its budget.</summary>
    public void Complete() => Curve.AsSpan(nextGridPoint).Fill(Gap);
}
