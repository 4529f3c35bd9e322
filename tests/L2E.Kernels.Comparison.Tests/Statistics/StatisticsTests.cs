using L2E.Kernels.Comparison.Statistics;

namespace L2E.Kernels.Comparison.Tests.Statistics;

/// <summary>Against values of scipy 1.10.1 and numpy 1.24.2; the call stands with each.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void The_signed_rank_test_without_ties_is_exact()
    {
        // scipy.stats.wilcoxon(x, y, mode='exact').pvalue
        double[] x = [0.441, -0.331, 2.431, -0.252, 0.11, 1.582, -0.909, -0.592, 0.188, -0.33, -1.193, -0.205];
        double[] y = [0.341, 1.303, -0.965, -0.0, 1.851, 2.557, -0.811, 1.345, -0.281, -0.157, -0.172, 0.277];
        Assert.Equal(0.12939453125, SignedRankTest.TwoSided(x, y), 14);
        Assert.Equal(0.12939453125, SignedRankTest.TwoSided(y, x), 14);
    }

    [Fact]
    public void The_signed_rank_test_with_ties_and_equal_pairs_is_normal_with_the_correction()
    {
        // scipy.stats.wilcoxon(a, b, mode='approx', correction=False, zero_method='wilcox').pvalue
        double[] a = [1, 2, 2, 3, 4, 5, 5, 6, 9, 4], b = [2, 2, 3, 5, 3, 7, 9, 10, 8, 9];
        Assert.Equal(0.03613587673410715, SignedRankTest.TwoSided(a, b), 12);
    }

    [Fact]
    public void The_signed_rank_test_of_many_pairs_is_normal()
    {
        // i = numpy.arange(60); scipy.stats.wilcoxon(numpy.sin(1.7 * i) + 0.3, numpy.cos(2.3 * i), mode='approx').pvalue
        double[] p = [.. Enumerable.Range(0, 60).Select(i => Math.Sin(i * 1.7) + 0.3)];
        double[] q = [.. Enumerable.Range(0, 60).Select(i => Math.Cos(i * 2.3))];
        Assert.Equal(0.07850566825864076, SignedRankTest.TwoSided(p, q), 12);
    }

    [Fact]
    public void Samples_without_a_difference_differ_by_chance()
    {
        Assert.Equal(1, SignedRankTest.TwoSided([1, double.PositiveInfinity], [1, double.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => SignedRankTest.TwoSided([1], [1, 2]));
    }

    [Theory]
    [InlineData(-0.5, 0.3085375387259869)]
    [InlineData(-1.96, 0.024997895148220435)]
    [InlineData(-2.9999, 0.001350341282954925)]
    [InlineData(-3.0001, 0.0013494549132607172)]
    [InlineData(-3.5, 0.00023262907903552502)]
    [InlineData(-8, 6.22096057427174e-16)]
    [InlineData(1.2, 0.8849303297782918)]
    [InlineData(0, 0.5)]
    public void The_normal_distribution_is_that_of_scipy(double z, double expected) => // scipy.stats.norm.cdf(z)
        Assert.Equal(1, NormalDistribution.Lower(z) / expected, 12);

    [Fact]
    public void Equal_values_share_their_ranks() => // scipy.stats.rankdata([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5])
        Assert.Equal([4.5, 1.5, 6, 1.5, 8, 11, 3, 10, 8, 4.5, 8], Ranks.Of([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]));

    [Fact]
    public void Quantiles_lie_between_neighbours() // numpy.quantile(x, 0.25), numpy.quantile(x, 0.5)
    {
        double[] x = [3, 1, 4, 1.5, 9, 2.6];
        Assert.Equal(1.775, Quantile.Of(x, 0.25), 14);
        Assert.Equal(2.8, Quantile.Median(x), 14);
    }

    [Fact]
    public void Quantiles_of_samples_with_infinities_are_numbers_or_infinite()
    {
        double[] x = [1, 2, double.PositiveInfinity, double.PositiveInfinity];
        Assert.Equal(1.75, Quantile.Of(x, 0.25));
        Assert.Equal(double.PositiveInfinity, Quantile.Median(x));
        Assert.Equal(double.PositiveInfinity, Quantile.Of(x, 0.9));
        Assert.Equal(7, Quantile.Of([7], 0.75));
    }

    [Fact]
    public void Holm_multiplies_by_the_number_of_tests_that_are_left()
    {
        // By hand from the definition: sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1, and never falling.
        Assert.Equal([0.03, 0.06, 0.06, 0.02], HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]).Select(value => Math.Round(value, 14)));
        Assert.Equal([1.0, 1.0], HolmCorrection.Adjust([0.7, 0.6]));
    }

    [Fact]
    public void The_expected_running_time_is_all_evaluations_by_the_number_of_successes()
    {
        Assert.Equal((100 + 300 + 1000) / 2.0, RunningTime.Expected([(100, 900), (0, 1000), (300, 300)]));
        Assert.Equal(double.PositiveInfinity, RunningTime.Expected([(0, 1000)]));
    }

    [Fact]
    public void Simulated_restarts_add_failures_to_successes()
    {
        // One run in four fails after 1,000: the mean is 100 + 1000 (1/4) / (3/4), that is the expected running time.
        (long, long)[] runs = [(100, 900), (0, 1000), (100, 900), (100, 900)];
        double[] times = [.. Enumerable.Range(0, 200).SelectMany(seed => RunningTime.SimulateRestarts(runs, (ulong)seed))];
        Assert.All(times, time => Assert.Equal(100, time % 1000));
        // 20,000 draws of a geometric number with standard deviation 667: four standard errors.
        Assert.InRange(times.Average(), RunningTime.Expected(runs) - 19, RunningTime.Expected(runs) + 19);
        Assert.All(RunningTime.SimulateRestarts([(0, 10)], 1), time => Assert.Equal(double.PositiveInfinity, time));
    }

    [Fact]
    public void Without_failures_simulated_restarts_are_the_runs()
    {
        double[] times = RunningTime.SimulateRestarts([(5, 9), (7, 9)], 3);
        Assert.Equal([5.0, 7.0], times.Distinct().Order());
    }
}
