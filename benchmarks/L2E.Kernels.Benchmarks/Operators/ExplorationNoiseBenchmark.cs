using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

public class ExplorationNoiseBenchmark : OperatorBenchmark
{
    [Params(32)]
    public int Rows { get; set; }

    [Params(100, 10_000)]
    public int Dimension { get; set; }

    private protected override IWorkload Create() => new ExplorationNoiseWorkload(Rows, Dimension);
}
