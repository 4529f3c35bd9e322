namespace L2E.Kernels.Training;

/// <summary>
/// The programs that train together, seen from one of them. All of them make the same calls in the same order, with values of one length.
/// </summary>
public interface IRankExchange
{
    /// <summary>This one, from 0.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Brings bytes of all to rank 0.</summary>
    /// <param name="own">This one's.</param>
    /// <param name="all">On rank 0 the destination (=), [Count * own.Length], by rank; not used on others.</param>
    void Gather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>Gives all the bytes of rank 0.</summary>
    /// <param name="values">Read on rank 0, written on the others.</param>
    void Broadcast(Span<byte> values);
}
