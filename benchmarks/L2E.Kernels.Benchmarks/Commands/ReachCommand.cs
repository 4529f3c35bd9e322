using System.CommandLine;
using System.Text.Json;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>reach</c>: how far the kernels are from what the hardware allows, as one table.</summary>
internal static class ReachCommand
{
    // Each makes one or more rows; the order is that of the table.
    private static readonly Func<ReachContext, IEnumerable<ReachRow>>[] measurements =
    [
        ScanRows.AgainstC, ScanRows.Progression, ScanRows.Backward, PopulationShapeRows.PopulationScan, PopulationShapeRows.SelectiveScan,
        FusedStepRow.Measure, ScanRows.TwoThreads, AccuracyRow.Measure, DecodeRow.Measure,
    ];

    public static Command Create()
    {
        Option<bool> quick = new("--quick")
        {
            Description = "Fewer rounds and shapes: at most two minutes.",
            Arity = ArgumentArity.Zero,
        };
        Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table.", Arity = ArgumentArity.Zero };
        Command reach = new(
            "reach",
            "Measures what the kernels are meant to reach. Exit code 1 when a result is wrong, not when a figure is short.")
        {
            quick, json,
        };
        reach.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            ReachContext context = Prepare(parsed.GetValue(quick));
            List<ReachRow> rows = [.. measurements.SelectMany(measure => measure(context))];
            if (parsed.GetValue(json))
                JsonOutput.Print(output, writer => WriteJson(writer, context.Machine, rows));
            else
                Print(output, context.Machine, rows);
        }));
        return reach;
    }

    private static ReachContext Prepare(bool quick)
    {
        SelectiveScanWorkload scan = new(ReachContext.Length, ReachContext.Channels, ReachContext.States, ScanVariant.General);
        scan.Check();
        // Given back before anything else is measured: the rows have tensors of their own.
        using StreamArrays arrays = new();
        return new ReachContext(quick, MachineSpeed.Measure(arrays, quick ? 7 : 25), scan);
    }

    private static void Print(TextWriter output, MachineSpeed machine, List<ReachRow> rows)
    {
        machine.Print(output);
        ReachTable.Print(output, rows);
    }

    private static void WriteJson(Utf8JsonWriter json, MachineSpeed machine, List<ReachRow> rows)
    {
        json.WriteStartObject();
        machine.WriteJson(json);
        ReachTable.WriteJson(json, rows);
        json.WriteEndObject();
    }
}
