using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;

namespace L2E.Kernels.Benchmarks.Operators;

/// <summary>One job per vector width, and the managed bytes of a call.</summary>
public sealed class VectorWidthConfig : ManualConfig
{
    /// <summary>Tells a benchmark process which width its job stands for.</summary>
    public const string ExpectedBits = "L2E_EXPECT_VECTOR_BITS";

    public VectorWidthConfig()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        AddJob(Of(512).AsBaseline(), Of(256, "DOTNET_EnableAVX512"), Of(128, "DOTNET_EnableAVX2"));
    }

    private static Job Of(int bits, params ReadOnlySpan<string> switchedOff)
    {
        Job job = Job.Default.WithId($"{bits} bits").WithEnvironmentVariable(ExpectedBits, $"{bits}");
        foreach (string variable in switchedOff)
            job = job.WithEnvironmentVariable(variable, "0");
        return job;
    }
}
