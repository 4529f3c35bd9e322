using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

public class GateNetworkBenchmark : DifferentiableOperatorBenchmark
{
    [Params(16, 256)]
    public int Population { get; set; }

    private protected override IWorkload Create() => new GateNetworkWorkload(Population);
}
