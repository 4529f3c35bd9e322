using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using Perfolizer.Horology;

namespace L2E.Kernels.Benchmarks.Operators;

/// <summary>One short job per vector width, and the managed bytes of a call.</summary>
public sealed class VectorWidthConfig : ManualConfig
{
    /// <summary>Tells a benchmark process which width its job stands for.</summary>
    public const string ExpectedBits = "L2E_EXPECT_VECTOR_BITS";

    private const int LongestCase = 50;

    /// <summary>Whether a benchmark is only to be set up, which checks its result, and called once.</summary>
    public static bool Once { get; set; }

    public VectorWidthConfig()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        // The job's name says as much.
        HideColumns("EnvironmentVariables");
        WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(LongestCase));
        AddJob(Of(512).AsBaseline(), Of(256, "DOTNET_EnableAVX512"), Of(128, "DOTNET_EnableAVX2"));
        // Benchmarks are built as a part of this solution is, with its analyzers: a busy machine needs more than the two minutes given.
        WithBuildTimeout(TimeSpan.FromMinutes(10));
    }

    // A class has to be through in minutes: three widths, several shapes, two passes. Iterations of 50 ms are long against the clock, and
    // five of them show how far to trust their mean.
    private static Job Of(int bits, params ReadOnlySpan<string> switchedOff)
    {
        Job times = Once
            ? Job.Dry
            : Job.Default.WithWarmupCount(3).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(50));
        Job job = times.WithId($"{bits} bits").WithEnvironmentVariable(ExpectedBits, $"{bits}");
        foreach (string variable in switchedOff)
            job = job.WithEnvironmentVariable(variable, "0");
        return job;
    }
}
