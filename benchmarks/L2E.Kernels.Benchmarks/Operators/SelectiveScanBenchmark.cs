using BenchmarkDotNet.Attributes;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Operators;

public class SelectiveScanBenchmark : DifferentiableOperatorBenchmark
{
    /// <summary>Shapes, then what else changes the work, one thing at a time: not every product of them.</summary>
    public static IEnumerable<ScanCase> Cases =>
    [
        new(16, 64, 16),
        new(64, 1024, 4),
        new(64, 10_000, 1),
        new(256, 1024, 16),
        new(64, 1024, 16, ScanVariant.Progression),
        new(64, 1024, 16, ScanVariant.Gated),
        new(64, 1024, 16, ScanVariant.Gated, ScanStorage.Half),
        new(64, 1024, 16, ScanVariant.Gated, ScanStorage.BFloat16, Reverse: true),
    ];

    [ParamsSource(nameof(Cases))]
    public ScanCase Case { get; set; } = new(1, 1, 1);

    // The last argument is half of the spacing of the format's numbers above 1.
    private protected override IWorkload Create()
    {
        (int length, int channels, int states, ScanVariant variant, ScanStorage storage, bool reverse) = Case;
        return storage switch
        {
            ScanStorage.Half => new SelectiveScanWorkload<Half>(
                length, channels, states, variant, reverse, x => (Half)x, x => (float)x, Math.Pow(2, -11)),
            ScanStorage.BFloat16 => new SelectiveScanWorkload<BFloat16>(
                length, channels, states, variant, reverse, x => (BFloat16)x, x => x, Math.Pow(2, -8)),
            _ => new SelectiveScanWorkload<float>(length, channels, states, variant, reverse, x => x, x => x, 0),
        };
    }
}
