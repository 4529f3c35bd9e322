using System.CommandLine;
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
            VectorWidthConfig.Once = parsed.GetValue(once);
            Summary[] summaries =
                [.. BenchmarkSwitcher.FromAssembly(typeof(OperatorBenchmark).Assembly).Run([.. parsed.UnmatchedTokens])];
            // A benchmark whose setup found a wrong result has no measurements.
            bool failed = summaries.Any(summary =>
                summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success));
            return failed ? 1 : 0;
        });
        return bench;
    }
}
