using CommunityToolkit.HighPerformance;
using L2E.Kernels.Benchmarks.Checking;

namespace L2E.Kernels.Benchmarks.Objectives;

/// <summary>The points that objectives are measured at, and the comparison of what two ways of evaluating them give.</summary>
internal static class BatchData
{
    // Coordinates in a batch: enough rows that a call takes far longer than reading the clock, few enough to stay in the caches.
    private const int Coordinates = 40_000;

    /// <summary>Points of one batch, in [-2, 2) per coordinate.</summary>
    public static double[,] CreatePoints(int dimension)
    {
        Random random = new(9);
        double[,] points = new double[Coordinates / dimension, dimension];
        foreach (ref double value in points.AsSpan2D())
            value = 4 * random.NextDouble() - 2;
        return points;
    }

    public static void Check(string what, double[] actual, double[] expected)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= 1e-11 * (1 + Math.Abs(expected[i]))))
                throw new WrongResultException($"{what}: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }
}
