namespace L2E.Kernels.Comparison.Statistics;

/// <summary>
/// The two-sided signed-rank test of F. Wilcoxon, <i>Individual comparisons by ranking methods</i>, 1945, for paired samples. Pairs without
/// a difference are left out. The distribution is exact for up to 50 pairs without ties, else the normal one with the correction for ties.
/// </summary>
public static class SignedRankTest
{
    private const int LargestExact = 50;

    /// <summary>The probability, under equal distributions, of a difference at least as clear.</summary>
    /// <param name="first">One sample, without NaN; two infinities of the same sign are equal.</param>
    /// <param name="second">The other, as long, pair by pair.</param>
    /// <returns>From 0 to 1; 1 where no pair differs.</returns>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    public static double TwoSided(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
            throw new ArgumentException($"second: expected {first.Count} values, one for each of the first sample, got {second.Count}");
        double[] differences =
            [.. Enumerable.Range(0, first.Count).Where(i => first[i] != second[i]).Select(i => first[i] - second[i])];
        if (differences.Length == 0)
            return 1;
        double[] sizes = [.. differences.Select(Math.Abs)];
        double[] ranks = Ranks.Of(sizes);
        double positive = ranks.Where((_, i) => differences[i] > 0).Sum(), all = ranks.Sum();
        double smaller = Math.Min(positive, all - positive);
        return differences.Length <= LargestExact && sizes.Distinct().Count() == sizes.Length
            ? Math.Min(1, 2 * ExactTail(differences.Length, (int)smaller))
            : NormalTail(ranks, smaller);
    }

    /// <summary>P(T at most <paramref name="statistic"/>): of the 2^n sets of ranks 1 to n, the share with at most that sum.</summary>
    private static double ExactTail(int count, int statistic)
    {
        double[] shares = new double[count * (count + 1) / 2 + 1];
        shares[0] = 1;
        for (int rank = 1; rank <= count; rank++)
        {
            for (int sum = shares.Length - 1; sum >= 0; sum--)
                shares[sum] = 0.5 * (shares[sum] + (sum >= rank ? shares[sum - rank] : 0));
        }

        return shares.Take(statistic + 1).Sum();
    }

    private static double NormalTail(double[] ranks, double smaller)
    {
        double n = ranks.Length, ties = ranks.GroupBy(rank => rank).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
        double mean = n * (n + 1) / 4, variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24;
        return Math.Min(1, 2 * NormalDistribution.Lower((smaller - mean) / Math.Sqrt(variance)));
    }
}
