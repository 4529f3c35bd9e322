using L2E.Kernels.Plotting;
using L2E.Kernels.Problems;

namespace AcrobotPolicy;

/// <summary>The learning curves as a picture: medians over the seeds, in bands from the lower to the upper quartile.</summary>
internal static class LearningChart
{
    // Points in a factor of 10 of episodes: their axis is logarithmic.
    private const int PointsPerDecade = 60;

    /// <summary>Draws them.</summary>
    public static void Write(Stream destination, int seeds, int episodes, IReadOnlyList<SearchRuns> methods) =>
        new SvgChart(
            $"Acrobot, policy of {Acrobot.VariableCount} weights: median and quartiles of {seeds} seeds",
            new ChartAxis($"episodes ({episodes} an evaluation)", AxisScale.Logarithmic),
            new ChartAxis("steps to the goal of the best policy so far: minus the return", AxisScale.Logarithmic),
            [.. methods.Select(method => SeriesOf(method, episodes))]).Write(destination);

    private static ChartSeries SeriesOf(SearchRuns method, double episodes)
    {
        int decades = (int)Math.Ceiling(Math.Log10(method.Budget));
        int[] evaluations =
            [.. Enumerable.Range(0, decades * PointsPerDecade + 1)
                .Select(i => (int)Math.Min(Math.Round(Math.Pow(10, (double)i / PointsPerDecade)), method.Budget)).Distinct()];
        return new ChartSeries(
            method.Name, [.. evaluations.Select(count => new ChartPoint(episodes * count, method.Trained(count, 0.5)))])
        {
            Band =
                [.. evaluations.Select(count => new ChartInterval(
                    episodes * count, method.Trained(count, 0.25), method.Trained(count, 0.75)))],
        };
    }
}
