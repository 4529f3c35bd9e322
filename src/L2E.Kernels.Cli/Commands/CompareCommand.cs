using System.CommandLine;
using L2E.Kernels.Cli.Comparing;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e compare</c>: the solver beside other methods, run by run into a file, and a report.</summary>
internal static class CompareCommand
{
    private static readonly string[] examples =
    [
        "l2e compare --suite synthetic --dims 30 --budget 100d --seeds 15 --out comparison",
        "l2e compare --suite bbob --solvers l2e,cma-es,l-shade --dims 10 --budget 1000d --seeds 15 --threads 2 --out bbob --resume",
        "l2e compare --suite control --solvers l2e,cma-es,sep-cma-es,de,l-shade --budget 1000 --out control",
        "l2e compare --suite large --dims 1000 --budget 10000 --seeds 5 --optima corner --out corner",
    ];

    public static Command Create(TextWriter error, CancellationToken cancellation)
    {
        Command compare = new(
            "compare", "Runs methods on a suite of problems and writes their runs (runs.csv) and a page that compares them (report.html).");
        CompareOptions options = new();
        options.AddTo(compare);
        compare.AddExamples(examples);
        compare.SetAction(parsed =>
        {
            bool hasTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
            return Compare(
                options.Read(parsed), parsed.InvocationConfiguration.Output, hasTerminal ? new CompareProgress(error) : null, cancellation);
        });
        return compare;
    }

    private static int Compare(CompareRequest request, TextWriter output, CompareProgress? progress, CancellationToken cancellation)
    {
        using CompareFiles files = CompareFiles.Open(request);
        HashSet<RunKey> known = [.. files.Known.Select(row => row.Key)];
        RunKey[] left = [.. request.Plan.Where(key => !known.Contains(key))];
        progress?.Begin(request.Plan.Count, request.Plan.Count - left.Length);
        try
        {
            ComparisonRunner.Run(
                left, request.Threads,
                row =>
                {
                    files.Append(row);
                    progress?.Show();
                },
                cancellation);
        }
        catch (ArgumentException exception)
        {
            throw CompareOptions.Explain(exception);
        }
        finally
        {
            progress?.End();
        }

        int finished = files.Complete(request);
        foreach (string note in request.Notes)
            output.WriteLine(note);
        output.WriteLine($"{Format.Count(finished, "run")} of {Format.Count(request.Plan.Count)} in {Quoted.OneLine(files.RunsPath)}");
        if (finished > 0)
            output.WriteLine($"report: {Quoted.OneLine(files.ReportPath)}");
        if (!cancellation.IsCancellationRequested)
            return ExitCode.Success;
        output.WriteLine("interrupted; the same command with --resume goes on");
        return ExitCode.Interrupted;
    }
}
