using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Statistics;
using L2E.Kernels.Comparison.Suites;
using L2E.Kernels.Plotting;

namespace L2E.Kernels.Comparison.Report;

/// <summary>
/// The empirical distribution of evaluations to the 51 targets of every problem of a group, with simulated restarts, as COCO draws it.
/// </summary>
internal static class TargetDistribution
{
    private const int Points = 121;

    // Restarts are simulated up to this many budgets; what lies beyond the budget itself is an extrapolation, which the page says.
    private const double Beyond = 10;

    public static SvgChart Chart(ComparisonTable table, CellGroup group)
    {
        List<ChartSeries> series = [];
        foreach (string method in table.MethodsOnAll(group.Cells))
        {
            double[] times = Times(table, group, method);
            List<ChartPoint> points = [];
            for (int i = 0; i < Points; i++)
            {
                double evaluations = Math.Pow(Beyond * group.Budget, (double)i / (Points - 1));
                points.Add(new ChartPoint(evaluations / group.Dimension, Share(times, evaluations)));
            }

            series.Add(new ChartSeries(method, points));
        }

        return new SvgChart(
            $"Share of targets reached, {group.Cells.Count} problems x {Targets.Count} targets",
            new ChartAxis("evaluations / dimension", AxisScale.Logarithmic), new ChartAxis("share of (problem, target) pairs"), series);
    }

    /// <summary>
    /// The area below the curve up to the budget, over the logarithm of the evaluations: the mean share of targets reached, from 0 to 1.
    /// </summary>
    public static double Area(ComparisonTable table, CellGroup group, string method)
    {
        double[] times = Times(table, group, method);
        return Enumerable.Range(0, Points).Average(i => Share(times, Math.Pow(group.Budget, (double)i / (Points - 1))));
    }

    private static double[] Times(ComparisonTable table, CellGroup group, string method)
    {
        List<double> times = [];
        for (int problem = 0; problem < group.Cells.Count; problem++)
        {
            IReadOnlyList<RunRow> runs = table.Runs(group.Cells[problem], method);
            for (int target = 0; target < Targets.Count; target++)
            {
                times.AddRange(RunningTime.SimulateRestarts(
                    [.. runs.Select(run => (run.TargetEvaluations[target], run.Evaluations))], (ulong)(problem * Targets.Count + target)));
            }
        }

        times.Sort();
        return [.. times];
    }

    private static double Share(double[] sorted, double evaluations)
    {
        int found = Array.BinarySearch(sorted, Math.BitIncrement(evaluations));
        return (double)(found < 0 ? ~found : found) / sorted.Length;
    }
}
