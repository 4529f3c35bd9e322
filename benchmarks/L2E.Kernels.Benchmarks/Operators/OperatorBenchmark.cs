using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Benchmarks.Operators;

/// <summary>The forward pass of an operator, held against its oracle before it is timed.</summary>
[Config(typeof(VectorWidthConfig))]
public abstract class OperatorBenchmark
{
    private IWorkload? workload;

    [GlobalSetup]
    public void Setup()
    {
        string expected = Environment.GetEnvironmentVariable(VectorWidth.ExpectedBits) ?? $"{ElementwiseMath.VectorBits}";
        if (expected != $"{ElementwiseMath.VectorBits}")
            throw new PlatformNotSupportedException($"This machine runs {ElementwiseMath.VectorBits}-bit vectors, not {expected}.");
        workload = Create();
        workload.Check();
    }

    [Benchmark]
    public void Forward() => workload!.Passes[0].Run();

    private protected IWorkload Workload => workload!;

    private protected abstract IWorkload Create();
}
