using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Statistics;
using L2E.Kernels.Plotting;

namespace DigitsTuning;

/// <summary>The smallest error so far as a picture: medians over the seeds, in bands from the lower to the upper quartile.</summary>
internal static class ErrorChart
{
    /// <summary>Draws it.</summary>
    public static void Write(Stream destination, int seeds, int budget, IReadOnlyList<Tuning> methods) =>
        new SvgChart(
            $"A classifier of digits: median and quartiles of {seeds} seeds",
            new ChartAxis("evaluations", AxisScale.Logarithmic),
            new ChartAxis("part misclassified by the best so far", AxisScale.Logarithmic),
            [.. methods.Select(method => SeriesOf(method, RunRecord.GridOf(budget)))]).Write(destination);

    private static ChartSeries SeriesOf(Tuning method, long[] grid)
    {
        // The grid has small numbers more than once.
        int[] places = [.. Enumerable.Range(0, grid.Length).Where(i => i == 0 || grid[i] != grid[i - 1])];
        double Error(int place, double part) => Quantile.Of(method.Curves.Select(curve => curve[place]), part);
        return new ChartSeries(method.Name, [.. places.Select(i => new ChartPoint(grid[i], Error(i, 0.5)))])
        {
            Band = [.. places.Select(i => new ChartInterval(grid[i], Error(i, 0.25), Error(i, 0.75)))],
        };
    }
}
