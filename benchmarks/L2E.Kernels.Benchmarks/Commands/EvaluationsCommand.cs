using System.CommandLine;
using L2E.Kernels.Benchmarks.Distributed;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>evaluations</c>: what comes back of many evaluations by other ranks, and what one costs beside the objective.</summary>
internal static class EvaluationsCommand
{
    // Pages that the system gives and takes as it likes, beside the 90 % of the evaluations that are looked at.
    private const double FlatMegabytes = 1;

    public static Command Create()
    {
        Option<bool> quick = new("--quick") { Description = "100,000 evaluations rather than a million.", Arity = ArgumentArity.Zero };
        Option<bool> json = new("--json") { Description = "Print one JSON object instead of a table.", Arity = ArgumentArity.Zero };
        Command evaluations = new(
            "evaluations", "A million evaluations of nothing, one by one by another rank (mpirun -np 2): losses, memory, time. Seconds; two cores.")
        {
            quick, json,
        };
        evaluations.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            RankJobs.RequireLauncher();
            ReachRow[] rows = [.. Measure(parsed.GetValue(quick) ? 100_000 : 1_000_000)];
            if (!parsed.GetValue(json))
            {
                ReachTable.Print(output, rows);
                return;
            }

            JsonOutput.Print(output, writer =>
            {
                writer.WriteStartObject();
                ReachTable.WriteJson(writer, rows);
                writer.WriteEndObject();
            });
        }));
        return evaluations;
    }

    private static IEnumerable<ReachRow> Measure(int count)
    {
        Dictionary<string, double> figures = RankJobs.Evaluate(count);
        yield return AtMost($"evaluations lost of {count:N0}", figures["lost"], 0, "", "10 variables, one other rank, one at a time");
        yield return AtMost("told twice or more", figures["duplicates"], 0, "", "the same run");
        yield return AtMost("with the result of another", figures["mistaken"], 0, "", "the same run");
        yield return AtMost("bytes allocated by the last 90 %", figures["allocated"], 0, " B", "on the rank that hands them out");
        yield return AtMost(
            "growth of its memory over the last 90 %", Math.Max(0, figures["resident"] / 1e6), FlatMegabytes, " MB",
            $"resident; managed {figures["managed"] / 1e6:F2} MB");
        yield return AtMost(
            "time of an evaluation, there and back", 1e6 * figures["seconds"] / count, 1000, " us", "beside the objective; a program takes a millisecond and more");
    }

    private static ReachRow AtMost(string what, double value, double reach, string unit, string detail) =>
        new(what, "", value, reach, unit, detail) { IsUpperLimit = true };
}
