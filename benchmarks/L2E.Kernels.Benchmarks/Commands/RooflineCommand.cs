using System.CommandLine;
using System.Text.Json;
using L2E.Kernels.Benchmarks.Roofline;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>roofline</c>: every operator against what memory and exponentials of this machine allow.</summary>
internal static class RooflineCommand
{
    private const int Rounds = 9;

    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table.", Arity = ArgumentArity.Zero };
        Option<string?> svg = new("--svg")
        {
            HelpName = "FILE.svg",
            Description = "Write the roofline plot.",
            Arity = ArgumentArity.ExactlyOne,
        };
        Command roofline = new(
            "roofline", "Measures copy, triad and exp throughput of this machine, and every operator against them. A few minutes.")
        {
            svg, json,
        };
        roofline.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            using OutputFile? file = parsed.GetValue(svg) is { } path ? new OutputFile(svg.Name, path) : null;
            using StreamArrays arrays = new();
            MachineSpeed machine = MachineSpeed.Measure(arrays, Rounds);
            List<RooflinePoint> points =
                [.. RooflineSuite.Create().SelectMany(workload => RooflinePoint.Measure(workload, machine, arrays, Rounds))];
            if (parsed.GetValue(json))
                JsonOutput.Print(output, writer => WriteJson(writer, machine, points));
            else
                Print(output, machine, points);
            file?.Complete(stream => RooflinePlot.Write(
                stream, "Achieved against bound, one thread", machine.Bandwidth, machine.Exponentials, points));
        }));
        return roofline;
    }

    private static void Print(TextWriter output, MachineSpeed machine, List<RooflinePoint> points)
    {
        machine.Print(output);
        TextTable table = new(
            "operator", "shape", "pass", "MB", "Mexp", "Mflop", "us", "GB/s", "Gexp/s", "Gflop/s", "bound us", "by", "of bound");
        foreach (RooflinePoint point in points)
        {
            (double bytes, double exponentials, double operations) = point.Cost;
            table.Add(
                point.Operator, point.Shape, point.Pass, $"{bytes / 1e6:F2}", $"{exponentials / 1e6:F2}", $"{operations / 1e6:F2}",
                $"{point.Seconds * 1e6:F1}", Rate(bytes, point), Rate(exponentials, point), Rate(operations, point),
                $"{point.BoundSeconds * 1e6:F1}", point.Limit(machine), $"{point.Efficiency:P0}");
        }

        TextOutput.Print(output, table);
    }

    private static string Rate(double amount, RooflinePoint point) => $"{amount / point.Seconds / 1e9:F2}";

    private static void WriteJson(Utf8JsonWriter json, MachineSpeed machine, List<RooflinePoint> points)
    {
        json.WriteStartObject();
        machine.WriteJson(json);
        json.WriteStartArray("points");
        foreach (RooflinePoint point in points)
        {
            json.WriteStartObject();
            json.WriteString("operator", point.Operator);
            json.WriteString("shape", point.Shape);
            json.WriteString("pass", point.Pass);
            json.WriteNumber("bytes", point.Cost.Bytes);
            json.WriteNumber("exponentials", point.Cost.Exponentials);
            json.WriteNumber("operations", point.Cost.Operations);
            json.WriteNumber("seconds", point.Seconds);
            json.WriteNumber("boundSeconds", point.BoundSeconds);
            json.WriteString("boundBy", point.Limit(machine));
            json.WriteNumber("efficiency", point.Efficiency);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
