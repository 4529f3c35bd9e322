namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// When a CMA evolution strategy is to be started anew, by the tests of its tutorial (arXiv 1604.00772, B.3): flat fitness, stagnation, a
/// step that has become too small or too large. All are scale-free but the first, which is 1e-12 as in the reference implementation.
/// </summary>
internal sealed class StoppingTests
{
    private const double FlatRange = 1e-12, SmallStep = 1e-12, LargeStep = 1e4, StagnatingShare = 0.3;
    private const int LongestHistory = 20_000;

    private readonly int flatGenerations, fewestStagnating;
    private readonly double firstStep;
    private readonly List<double> best = [], median = [];

    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="offspring">Points of a generation.</param>
    /// <param name="firstStep">The step size that the strategy began with.</param>
    public StoppingTests(int dimension, int offspring, double firstStep)
    {
        flatGenerations = 10 + (int)Math.Ceiling(30.0 * dimension / offspring);
        fewestStagnating = 120 + (int)Math.Ceiling(30.0 * dimension / offspring);
        this.firstStep = firstStep;
    }

    /// <summary>Takes a generation, and says whether it is to be the last.</summary>
    /// <param name="ranked">Its fitness, the best first.</param>
    /// <param name="largestStep">The largest standard deviation of a coordinate.</param>
    public bool Stop(ReadOnlySpan<double> ranked, double largestStep)
    {
        best.Add(ranked[0]);
        median.Add(ranked[ranked.Length / 2]);
        return !(largestStep > SmallStep * firstStep) || largestStep > LargeStep * firstStep || IsFlat(ranked) || IsStagnating();
    }

    private bool IsFlat(ReadOnlySpan<double> ranked)
    {
        if (best.Count < flatGenerations)
            return false;
        ReadOnlySpan<double> recent = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(best)[^flatGenerations..];
        double low = ranked[0], high = ranked[^1];
        foreach (double value in recent)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return high - low < FlatRange;
    }

    private bool IsStagnating()
    {
        int length = Math.Clamp(best.Count / 5, fewestStagnating, LongestHistory);
        // Medians of long windows cost something, and stagnation needs no haste.
        return best.Count >= length && best.Count % 16 == 0 && HasNotImproved(best, length) && HasNotImproved(median, length);
    }

    private static bool HasNotImproved(List<double> history, int length)
    {
        int share = (int)(StagnatingShare * length);
        return Median(history[^share..]) >= Median(history.GetRange(history.Count - length, share));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
