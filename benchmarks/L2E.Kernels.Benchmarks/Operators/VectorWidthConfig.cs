using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;

namespace L2E.Kernels.Benchmarks.Operators;

/// <summary>One short job per vector width, and the managed bytes of a call.</summary>
public sealed class VectorWidthConfig : ManualConfig
{
    private const int LongestCase = 50;

    public VectorWidthConfig()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        // The job's name says as much.
        HideColumns("EnvironmentVariables");
        WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(LongestCase));
        // The oracles of a check take minutes on a busy machine.
        if (Once)
            AddJob(Job.Dry.WithToolchain(new InProcessNoEmitToolchain(TimeSpan.FromHours(1), logOutput: true)));
        else
            AddJob([.. VectorWidth.All.Select(Of)]);
        // Benchmarks are built as a part of this solution is, with its analyzers: a busy machine needs more than the two minutes given.
        WithBuildTimeout(TimeSpan.FromMinutes(10));
    }

    /// <summary>Whether a benchmark is only set up, which checks its result, and called once, in this process and at its width.</summary>
    public static bool Once { get; set; }

    // A class has to be through in minutes: three widths, several shapes, two passes. Iterations of 50 ms are long against the clock, and
    // five of them show how far to trust their mean.
    private static Job Of(VectorWidth width)
    {
        Job job = Job.Default.WithId($"{width.Bits} bits")
            .WithWarmupCount(3).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(50));
        foreach ((string variable, string value) in width.Variables)
            job = job.WithEnvironmentVariable(variable, value);
        return width == VectorWidth.All[0] ? job.AsBaseline() : job;
    }
}
