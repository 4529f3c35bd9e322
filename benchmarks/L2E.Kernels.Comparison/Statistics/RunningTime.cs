namespace L2E.Kernels.Comparison.Statistics;

/// <summary>Evaluations to a target, over runs of which some may have missed it.</summary>
public static class RunningTime
{
    // As many simulated runs for each target as there are points of the axis that could be told apart.
    private const int SimulatedRuns = 100;
    private const ulong Stream = 0x52_55_4E_54_49_4D_45_01;

    /// <summary>
    /// The expected running time: all evaluations of all runs, up to the target or to the end, by the number of runs that reached it.
    /// </summary>
    /// <param name="runs">Of each run the evaluations at which it reached the target (0: not), and those that it spent.</param>
    /// <returns>+infinity when no run reached the target.</returns>
    public static double Expected(IReadOnlyList<(long Reached, long Spent)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        int successes = runs.Count(run => run.Reached > 0);
        return successes == 0
            ? double.PositiveInfinity
            : (double)runs.Sum(run => run.Reached > 0 ? run.Reached : run.Spent) / successes;
    }

    /// <summary>
    /// Evaluations of 100 simulated restarts (COCO): runs are drawn at random until one has reached the target, and their evaluations
    /// added up.
    /// </summary>
    /// <param name="runs">As for <see cref="Expected"/>.</param>
    /// <param name="seed">Key of the draws.</param>
    /// <returns>As many numbers, +infinity when no run reached the target.</returns>
    public static double[] SimulateRestarts(IReadOnlyList<(long Reached, long Spent)> runs, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(runs);
        double[] times = new double[SimulatedRuns];
        if (!runs.Any(run => run.Reached > 0))
        {
            Array.Fill(times, double.PositiveInfinity);
            return times;
        }

        PhiloxSequence random = new(seed, Stream);
        for (int i = 0; i < times.Length; i++)
        {
            (long reached, long spent) = (0, 0);
            while (reached == 0)
            {
                times[i] += spent;
                (reached, spent) = runs[random.NextInt32(runs.Count)];
            }

            times[i] += reached;
        }

        return times;
    }
}
