using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>
/// The loops that bound an operator, short enough to be timed in turn with it: a machine that others use too may change its speed by half
/// within a second.
/// </summary>
internal sealed class BoundProbe : IDisposable
{
    private readonly StreamArrays arrays = new();
    private readonly ExponentialLoop exponentials = new();

    public BoundProbe()
    {
        exponentials.Check();
        Actions = [arrays.CopyPart, arrays.CopyPartNonTemporal, exponentials.Polynomial, exponentials.Library];
    }

    /// <summary>The loops, to be timed in this order.</summary>
    public IReadOnlyList<Action> Actions { get; }

    /// <summary>The least time that a call can take: for its memory or for its exponentials, each by the better loop.</summary>
    /// <param name="cost">What the call moves and computes.</param>
    /// <param name="seconds">Times of the loops.</param>
    public static double Bound(Cost cost, ReadOnlySpan<double> seconds) => Math.Max(
        cost.Bytes * Math.Min(seconds[0], seconds[1]) / StreamArrays.PartCopyBytes,
        cost.Exponentials * Math.Min(seconds[2], seconds[3]) / ExponentialLoop.Length);

    public void Dispose() => arrays.Dispose();
}
