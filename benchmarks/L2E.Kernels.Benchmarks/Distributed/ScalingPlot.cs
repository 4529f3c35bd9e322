using L2E.Kernels.Plotting;

namespace L2E.Kernels.Benchmarks.Distributed;

/// <summary>The model's throughput against the number of ranks.</summary>
internal static class ScalingPlot
{
    private static readonly int[] ranks = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1000];

    /// <param name="destination">Takes the SVG.</param>
    /// <param name="models">For each a line with work that grows with the ranks, and one with the same work for all.</param>
    /// <param name="runsInAll">Runs a step, where it does not.</param>
    public static void Write(Stream destination, IReadOnlyList<ScalingModel> models, int runsInAll)
    {
        SvgChart chart = new(
            $"Training over ranks, model: {models[0].Link.Name}",
            new ChartAxis("ranks", AxisScale.Logarithmic),
            new ChartAxis("runs a second, by those of one rank", AxisScale.Logarithmic),
            [
                Line("ideal", count => count),
                .. models.Select(model => Line(
                    $"{model.Name}, {model.RunsPerRank} runs a rank", count => model.Throughput(count, count * model.RunsPerRank))),
                .. models.Select(model => Line(
                    $"{model.Name}, {runsInAll} runs in all", count => model.Throughput(count, runsInAll))),
            ]);
        chart.Write(destination);
    }

    private static ChartSeries Line(string name, Func<int, double> throughput) =>
        new(name, [.. ranks.Select(count => new ChartPoint(count, throughput(count)))]);
}
