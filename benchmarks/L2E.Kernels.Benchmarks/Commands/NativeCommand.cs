using System.CommandLine;
using L2E.Kernels.Benchmarks.Native;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>native</c>: programs of native code against those of the JIT, and what a loop with a deadline can rely on.</summary>
internal static class NativeCommand
{
    public static Command Create()
    {
        Option<bool> quick = new("--quick")
        {
            Description = "Fewer rounds, iterations and simulated seconds.",
            Arity = ArgumentArity.Zero,
        };
        Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table.", Arity = ArgumentArity.Zero };
        Command native = new(
            "native",
            "Publishes l2e, libl2e.so and a program of operators as native code, and measures them. Minutes; needs gcc or clang.")
        {
            quick, json,
        };
        native.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            List<ReachRow> rows = Measure(parsed.GetValue(quick));
            if (parsed.GetValue(json))
            {
                JsonOutput.Print(output, writer =>
                {
                    writer.WriteStartObject();
                    ReachTable.WriteJson(writer, rows);
                    writer.WriteEndObject();
                });
            }
            else
            {
                ReachTable.Print(output, rows);
            }
        }));
        return native;
    }

    private static List<ReachRow> Measure(bool isQuick)
    {
        using PublishedPrograms programs = new();
        programs.Publish();
        return
        [
            .. NativeRows.Sizes(programs),
            NativeRows.Start(programs, isQuick ? 11 : 41),
            .. NativeRows.Iterations(programs, isQuick ? 100_000 : 1_000_000),
            .. NativeRows.Control(isQuick ? 3 : 60),
            .. NativeRows.Operators(programs, isQuick ? 3 : 11),
            NativeRows.Arm(programs),
        ];
    }
}
