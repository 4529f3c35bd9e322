using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

public class ContractionProjectionBenchmark : DifferentiableOperatorBenchmark
{
    [Params(64)]
    public int Population { get; set; }

    [Params(100, 10_000)]
    public int Dimension { get; set; }

    private protected override IWorkload Create() => new ContractionProjectionWorkload(Population, Dimension);
}
