using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Comparing;

/// <summary>A comparison from its request to its report.</summary>
internal static class CompareRun
{
    /// <summary>Makes the runs that are not there, and the report of all.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(CompareRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        bool hasTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        CompareProgress? progress = hasTerminal ? new CompareProgress(error) : null;
        using CompareFiles files = CompareFiles.Open(request);
        HashSet<RunKey> known = [.. files.Known.Select(row => row.Key)];
        RunKey[] left = [.. request.Plan.Where(key => !known.Contains(key))];
        progress?.Begin(request.Plan.Count, request.Plan.Count - left.Length);
        try
        {
            ComparisonRunner.Run(
                request.Methods, left, request.Threads,
                row =>
                {
                    files.Append(row);
                    progress?.Show();
                },
                cancellation, request.Device);
        }
        catch (ArgumentException exception)
        {
            throw CompareOptions.Explain(exception);
        }
        catch (DeviceException exception)
        {
            throw new InputException($"--device: {exception.Message}");
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
