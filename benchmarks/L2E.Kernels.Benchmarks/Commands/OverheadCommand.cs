using System.CommandLine;
using L2E.Kernels.Benchmarks.Overhead;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Plotting;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>overhead</c>: what the solver costs besides the objective, by dimension.</summary>
internal static class OverheadCommand
{
    private static readonly (int Dimension, long Budget)[] runs =
        [(100, 10_000), (300, 10_000), (1_000, 10_000), (3_000, 10_000), (10_000, 20_000), (30_000, 6_000), (100_000, 2_000)];

    public static Command Create()
    {
        Option<string?> svg = new("--svg")
        {
            HelpName = "FILE.svg",
            Description = "Write a plot of the time of an evaluation against the dimension.",
            Arity = ArgumentArity.ExactlyOne,
        };
        Command overhead = new(
            "overhead", "Measures the time that the solver takes outside of the objective, for 100 to 100,000 variables. Half a minute.")
        {
            svg,
        };
        overhead.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            using OutputFile? file = parsed.GetValue(svg) is { } path ? new OutputFile(svg.Name, path) : null;
            // What is compiled and touched for the first time is not measured.
            OverheadPoint.Measure(runs[0].Dimension, runs[0].Budget);
            List<OverheadPoint> points = [.. runs.Select(run => OverheadPoint.Measure(run.Dimension, run.Budget))];
            Print(output, points);
            file?.Complete(stream => Plot(stream, points));
        }));
        return overhead;
    }

    private static void Print(TextWriter output, List<OverheadPoint> points)
    {
        TextTable table = new("dimension", "evaluations", "us an evaluation", "ns a coordinate", "engine MB");
        foreach (OverheadPoint point in points)
        {
            table.Add(
                Format.Count(point.Dimension), Format.Count(point.Budget), $"{point.Seconds * 1e6 / point.Budget:F2}",
                $"{point.NanosecondsPerCoordinate:F2}", $"{point.Bytes / 1e6:F1}");
        }

        TextOutput.Print(output, table);
    }

    private static void Plot(Stream destination, List<OverheadPoint> points)
    {
        OverheadPoint last = points[^1];
        double slope = last.Seconds * 1e6 / last.Budget / last.Dimension;
        SvgChart chart = new(
            "Time of the solver for an evaluation, one thread",
            new ChartAxis("variables", AxisScale.Logarithmic),
            new ChartAxis("microseconds", AxisScale.Logarithmic),
            [
                new("measured", [.. points.Select(point => new ChartPoint(point.Dimension, point.Seconds * 1e6 / point.Budget))]),
                new("in proportion to the dimension", [.. runs.Select(run => new ChartPoint(run.Dimension, slope * run.Dimension))]),
            ]);
        chart.Write(destination);
    }
}
