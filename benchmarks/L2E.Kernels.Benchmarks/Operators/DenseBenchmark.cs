using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

public class DenseBenchmark : DifferentiableOperatorBenchmark
{
    [Params(64)]
    public int Rows { get; set; }

    [Params(16, 32)]
    public int Inputs { get; set; }

    [Params(16)]
    public int Outputs { get; set; }

    private protected override IWorkload Create() => new DenseWorkload(Rows, Inputs, Outputs);
}
