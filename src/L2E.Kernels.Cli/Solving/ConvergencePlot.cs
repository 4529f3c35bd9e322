using L2E.Kernels.Cli.Input;
using L2E.Kernels.Plotting;

namespace L2E.Kernels.Cli.Solving;

/// <summary>The best value of a run against the evaluations it took.</summary>
internal static class ConvergencePlot
{
    public static void Write(Stream destination, RunTrace trace, SolveRequest request, SolveOutcome outcome)
    {
        List<ChartPoint> points =
            [.. trace.Points.Select(point => new ChartPoint(point.Evaluations, outcome.Told(point.Best))).Where(point => double.IsFinite(point.Y))];
        // Values that may be negative by nature have no logarithm; a distance from the optimum has, down to 0.
        bool isLogarithmic = outcome.IsGap || points.TrueForAll(point => point.Y > 0);
        string rotated = request.Instance is { Rotated: true } ? ", rotated" : "";
        SvgChart chart = new(
            $"{Quoted.OneLine(request.Problem)}, {request.Options.Dimension} dimensions{rotated}, seed {request.Options.Seed}, " +
            request.Mode,
            new ChartAxis("evaluations of the objective"),
            new ChartAxis(
                outcome.IsGap ? "best value above the known minimum" : "best value",
                isLogarithmic ? AxisScale.Logarithmic : AxisScale.Linear),
            [new ChartSeries(request.Problem, points)]);
        chart.Write(destination);
    }
}
