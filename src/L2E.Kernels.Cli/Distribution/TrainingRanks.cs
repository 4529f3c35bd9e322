using System.Diagnostics;
using L2E.Kernels.Distributed;
using L2E.Kernels.Training;

namespace L2E.Kernels.Cli.Distribution;

/// <summary>The ranks as a training uses them, and what that costs.</summary>
internal sealed class TrainingRanks(Ranks ranks) : IRankExchange
{
    private long ticks;

    /// <inheritdoc />
    public int Rank => ranks.Rank;

    /// <inheritdoc />
    public int Count => ranks.Count;

    /// <summary>Bytes that came to rank 0 and went from it.</summary>
    public long Bytes { get; private set; }

    /// <summary>Time spent with it: waiting for the others, mostly.</summary>
    public TimeSpan Time => Stopwatch.GetElapsedTime(0, ticks);

    /// <inheritdoc />
    public void Gather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        long begun = Stopwatch.GetTimestamp();
        ranks.Gather(own, all, 0);
        Add(own.Length, begun);
    }

    /// <inheritdoc />
    public void Broadcast(Span<byte> values)
    {
        long begun = Stopwatch.GetTimestamp();
        ranks.Broadcast(values, 0);
        Add(values.Length, begun);
    }

    private void Add(int length, long begun)
    {
        Bytes += (Count - 1) * (long)length;
        ticks += Stopwatch.GetTimestamp() - begun;
    }
}
