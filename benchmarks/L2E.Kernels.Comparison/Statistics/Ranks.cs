namespace L2E.Kernels.Comparison.Statistics;

/// <summary>Ranks with ties.</summary>
public static class Ranks
{
    /// <summary>The rank of each value from 1, the smallest first; equal values share the mean of their ranks.</summary>
    /// <param name="values">The values, without NaN.</param>
    public static double[] Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[values.Count];
        for (int first = 0, last; first < order.Length; first = last)
        {
            for (last = first + 1; last < order.Length && values[order[last]] == values[order[first]];)
                last++;
            for (int i = first; i < last; i++)
                ranks[order[i]] = (first + 1 + last) / 2.0;
        }

        return ranks;
    }
}
