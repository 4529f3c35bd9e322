namespace L2E.Kernels.Comparison.Statistics;

/// <summary>Quantiles of samples, by linear interpolation between order statistics (type 7 of Hyndman and Fan; numpy's default).</summary>
public static class Quantile
{
    /// <summary>The quantile of a sample, in which infinities may be.</summary>
    /// <param name="sample">The sample, not empty, in any order, without NaN.</param>
    /// <param name="share">From 0 to 1; 0.5 for the median.</param>
    public static double Of(IEnumerable<double> sample, double share)
    {
        double[] sorted = [.. sample.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        double part = place - below;
        // Without a part of the next value, it has no say, not even as infinity; and between equal infinities there is no line.
        return part == 0 || sorted[below] == sorted[below + 1]
            ? sorted[below]
            : sorted[below] + part * (sorted[below + 1] - sorted[below]);
    }

    /// <summary>The median.</summary>
    /// <param name="sample">The sample, not empty, in any order, without NaN.</param>
    public static double Median(IEnumerable<double> sample) => Of(sample, 0.5);
}
