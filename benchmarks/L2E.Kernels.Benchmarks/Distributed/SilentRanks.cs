using L2E.Kernels.Training;

namespace L2E.Kernels.Benchmarks.Distributed;

/// <summary>The first of ranks of which the others do not exist: what it computes is timed, not what it gets.</summary>
internal sealed class SilentRanks(int count) : IRankExchange
{
    /// <inheritdoc />
    public int Rank => 0;

    /// <inheritdoc />
    public int Count => count;

    /// <inheritdoc />
    public void Gather(ReadOnlySpan<byte> own, Span<byte> all)
    {
    }

    /// <inheritdoc />
    public void Broadcast(Span<byte> values)
    {
    }
}
