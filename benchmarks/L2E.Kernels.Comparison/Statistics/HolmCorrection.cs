namespace L2E.Kernels.Comparison.Statistics;

/// <summary>
/// The correction for several tests at once of S. Holm, <i>A simple sequentially rejective multiple test procedure</i>, 1979.
/// </summary>
public static class HolmCorrection
{
    /// <summary>The corrected probabilities: comparing each with a level keeps the chance of any false finding below the level.</summary>
    /// <param name="probabilities">One of each test, from 0 to 1.</param>
    public static double[] Adjust(IReadOnlyList<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        int[] order = [.. Enumerable.Range(0, probabilities.Count).OrderBy(i => probabilities[i])];
        double[] adjusted = new double[probabilities.Count];
        double largest = 0;
        for (int i = 0; i < order.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - i) * probabilities[order[i]]));
            adjusted[order[i]] = largest;
        }

        return adjusted;
    }
}
