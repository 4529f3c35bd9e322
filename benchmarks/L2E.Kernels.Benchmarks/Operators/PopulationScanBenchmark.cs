using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

public class PopulationScanBenchmark : DifferentiableOperatorBenchmark
{
    [Params(16, 256)]
    public int Population { get; set; }

    [Params(10_000)]
    public int Dimension { get; set; }

    [Params(1, 16)]
    public int States { get; set; }

    private protected override IWorkload Create() => new PopulationScanWorkload(Population, Dimension, States);
}
