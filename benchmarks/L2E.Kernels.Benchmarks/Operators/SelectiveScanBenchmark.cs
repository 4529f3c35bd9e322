using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

public class SelectiveScanBenchmark : DifferentiableOperatorBenchmark
{
    [Params(64, 1024)]
    public int Length { get; set; }

    [Params(1024)]
    public int Channels { get; set; }

    [Params(4, 16)]
    public int States { get; set; }

    [Params(ScanVariant.General, ScanVariant.Progression, ScanVariant.Gated)]
    public ScanVariant Variant { get; set; }

    private protected override IWorkload Create() => new SelectiveScanWorkload(Length, Channels, States, Variant);
}
