using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Statistics;
using L2E.Kernels.Comparison.Suites;
using L2E.Kernels.Plotting;

namespace L2E.Kernels.Comparison.Report;

/// <summary>Median gaps along the runs on a cell, with bands between the quartiles.</summary>
internal static class Convergence
{
    // Below this, gaps are rounding; a curve that fell on would press all others together.
    private const double Floor = 1e-12;

    public static SvgChart Chart(ComparisonTable table, Cell cell)
    {
        long[] grid = RunRecord.GridOf(cell.Budget);
        List<ChartSeries> series = [];
        foreach (string method in table.Methods.Where(method => table.Runs(cell, method).Count > 0))
        {
            IReadOnlyList<RunRow> runs = table.Runs(cell, method);
            List<ChartPoint> medians = [];
            List<ChartInterval> quartiles = [];
            for (int i = 0; i < grid.Length; i++)
            {
                // Small budgets have several points of the grid at the same evaluation.
                if (i > 0 && grid[i] == grid[i - 1])
                    continue;
                double[] gaps = [.. runs.Select(run => Math.Max(run.Curve[i], Floor))];
                double x = (double)grid[i] / cell.Dimension;
                medians.Add(new ChartPoint(x, Quantile.Median(gaps)));
                quartiles.Add(new ChartInterval(x, Quantile.Of(gaps, 0.25), Quantile.Of(gaps, 0.75)));
            }

            series.Add(new ChartSeries(method, medians) { Band = quartiles });
        }

        return new SvgChart(
            cell.Problem, new ChartAxis("evaluations / dimension", AxisScale.Logarithmic),
            new ChartAxis("gap, median and quartiles", AxisScale.Logarithmic), series);
    }
}
