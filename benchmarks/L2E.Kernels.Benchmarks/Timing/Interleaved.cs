using System.Diagnostics;

namespace L2E.Kernels.Benchmarks.Timing;

/// <summary>
/// Times several actions in turn, round after round, so that what slows the machine down for a while slows all of them.
/// </summary>
internal sealed class Interleaved
{
    // Long enough that reading the clock, some tens of nanoseconds, does not show.
    private const double ShortestSample = 1e-3;

    private readonly double[][] seconds;

    private Interleaved(double[][] seconds) => this.seconds = seconds;

    /// <summary>Times every action in <paramref name="rounds"/> rounds, after one to warm up.</summary>
    public static Interleaved Measure(int rounds, params Action[] actions)
    {
        int[] calls = [.. actions.Select(CallsPerSample)];
        double[][] seconds = [.. actions.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int k = 0; k < actions.Length; k++)
                seconds[k][round] = Time(actions[k], calls[k]);
        }

        return new Interleaved(seconds);
    }

    /// <summary>The median time of one call of an action.</summary>
    public double Seconds(int action) => Median(seconds[action]);

    /// <summary>The median, over rounds, of the time of one action by that of another in the same round.</summary>
    public double Ratio(int action, int other) => MedianOf(round => round[action] / round[other]);

    /// <summary>The median, over rounds, of a figure made of the times of all actions in a round.</summary>
    public double MedianOf(Func<double[], double> figure) =>
        Median([.. Enumerable.Range(0, seconds[0].Length).Select(round => figure([.. seconds.Select(times => times[round])]))]);

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Seconds of one call, from <paramref name="calls"/> of them.</summary>
    public static double Time(Action action, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }

    private static int CallsPerSample(Action action)
    {
        // The first call may compile the code.
        action();
        return (int)Math.Clamp(Math.Ceiling(ShortestSample / Time(action, 1)), 1, 1 << 20);
    }
}
