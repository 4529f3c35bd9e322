using BenchmarkDotNet.Attributes;

namespace L2E.Kernels.Benchmarks.Operators;

/// <summary>The forward and the backward pass of an operator.</summary>
public abstract class DifferentiableOperatorBenchmark : OperatorBenchmark
{
    [Benchmark]
    public void Backward() => Workload.Passes[1].Run();
}
