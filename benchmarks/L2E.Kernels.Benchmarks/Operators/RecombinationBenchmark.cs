using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

public class RecombinationBenchmark : DifferentiableOperatorBenchmark
{
    [Params(32)]
    public int Pairs { get; set; }

    [Params(100, 10_000)]
    public int Dimension { get; set; }

    private protected override IWorkload Create() => new RecombinationWorkload(Pairs, Dimension);
}
