using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Devices;
using L2E.Kernels.Distributed;

namespace L2E.Kernels.Cli.Comparing;

/// <summary>A comparison from its request to its report.</summary>
internal static class CompareRun
{
    /// <summary>Makes the runs that are not there, and the report of all.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="ranks">The ranks that share the runs, of which the first writes files; null for this process alone.</param>
    /// <param name="output">Takes what is said at the end.</param>
    /// <param name="error">Takes progress, where it is a terminal.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    /// <returns>The exit code.</returns>
    public static int Run(CompareRequest request, Ranks? ranks, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (ranks is { Rank: > 0 })
        {
            MakeRuns(() => SharedRuns.Run(ranks, request, new byte[request.Plan.Count], static _ => { }, cancellation));
            return ExitCode.Success;
        }

        bool hasTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        CompareProgress? progress = hasTerminal ? new CompareProgress(error) : null;
        using CompareFiles files = CompareFiles.Open(request);
        HashSet<RunKey> known = [.. files.Known.Select(row => row.Key)];
        byte[] isLeft = new byte[request.Plan.Count];
        List<RunKey> left = [];
        for (int i = 0; i < isLeft.Length; i++)
        {
            if (known.Contains(request.Plan[i]))
                continue;
            isLeft[i] = 1;
            left.Add(request.Plan[i]);
        }

        progress?.Begin(request.Plan.Count, request.Plan.Count - left.Count);
        try
        {
            MakeRuns(() =>
            {
                if (ranks is null)
                    ComparisonRunner.Run(request.Methods, left, request.Threads, Finish, cancellation, request.Device);
                else
                    SharedRuns.Run(ranks, request, isLeft, Finish, cancellation);
            });
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

        void Finish(RunRow row)
        {
            files.Append(row);
            progress?.Show();
        }
    }

    private static void MakeRuns(Action make)
    {
        try
        {
            make();
        }
        catch (ArgumentException exception)
        {
            throw CompareOptions.Explain(exception);
        }
        catch (DeviceException exception)
        {
            throw new InputException($"--device: {exception.Message}");
        }
    }
}
