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

    [Params(ScanStorage.Full, ScanStorage.Half, ScanStorage.BFloat16)]
    public ScanStorage Storage { get; set; }

    [Params(false, true)]
    public bool Reverse { get; set; }

    // The last argument is half of the spacing of the format's numbers above 1.
    private protected override IWorkload Create() => Storage switch
    {
        ScanStorage.Half => new SelectiveScanWorkload<Half>(
            Length, Channels, States, Variant, Reverse, x => (Half)x, x => (float)x, Math.Pow(2, -11)),
        ScanStorage.BFloat16 => new SelectiveScanWorkload<BFloat16>(
            Length, Channels, States, Variant, Reverse, x => (BFloat16)x, x => x, Math.Pow(2, -8)),
        _ => new SelectiveScanWorkload<float>(Length, Channels, States, Variant, Reverse, x => x, x => x, 0),
    };
}
