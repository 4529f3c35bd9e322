using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

/// <summary>The functions that gates use, with their backward passes.</summary>
public class ElementwiseMathActivationBenchmark : DifferentiableOperatorBenchmark
{
    [Params("softplus", "silu")]
    public string Function { get; set; } = "";

    [Params(4096, 1 << 20)]
    public int Length { get; set; }

    private protected override IWorkload Create() => new ElementwiseMathWorkload(Function, Length);
}
