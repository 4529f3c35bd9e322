using System.CommandLine;
using System.Diagnostics;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using L2E.Kernels.Benchmarks.Operators;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>bench</c>: the BenchmarkDotNet classes, one per operator.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        Option<bool> once = new("--once")
        {
            Description = "Check and run each benchmark once at every width, to see that all of them work; the times mean nothing.",
            Arity = ArgumentArity.Zero,
        };
        Command bench = new(
            "bench",
            "Runs the BenchmarkDotNet classes. Its own arguments follow, such as: bench --filter '*Dense*' (bench -- --help lists them).")
        {
            once,
        };
        bench.TreatUnmatchedTokensAsErrors = false;
        bench.SetAction(parsed =>
        {
            string[] arguments = [.. parsed.UnmatchedTokens];
            if (!parsed.GetValue(once))
                return Run(arguments);
            // The width is that of a process: each has one of its own, which is told its width.
            if (Environment.GetEnvironmentVariable(VectorWidth.ExpectedBits) is null)
                return VectorWidth.All.Max(width => RunOnce(width, arguments));
            VectorWidthConfig.Once = true;
            return Run(arguments);
        });
        return bench;
    }

    private static int Run(string[] arguments)
    {
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(OperatorBenchmark).Assembly).Run(arguments)];
        // A benchmark whose setup found a wrong result has no measurements.
        bool failed = summaries.Any(summary =>
            summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success));
        return failed ? 1 : 0;
    }

    private static int RunOnce(VectorWidth width, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(BenchCommand).Assembly.Location, "bench", "--once", .. arguments]);
        foreach ((string name, string value) in width.Variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started");
        process.WaitForExit();
        return process.ExitCode;
    }
}
