using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>Uniformly random points of the box: where restarts begin, and what populations begin with.</summary>
internal sealed class RandomPoints(BlackBox box)
{
    private const ulong Stream = 0x50_4F_49_4E_54_00_00_01;

    private PhiloxSequence random = new(box.Seed, Stream);

    public void Next(Span<double> point)
    {
        for (int i = 0; i < point.Length; i++)
            point[i] = random.NextUniform(box.Lower, box.Upper);
    }
}
