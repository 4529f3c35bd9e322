namespace L2E.Kernels.Operators;

/// <summary>Sizes of a <see cref="SelectiveScan"/>.</summary>
/// <param name="Batch">Sequences, 0 or more.</param>
/// <param name="Length">Steps of a sequence, 0 or more.</param>
/// <param name="Channels">Channels, 0 or more.</param>
/// <param name="States">States of a channel, 1 to <see cref="MaximumStates"/>.</param>
/// <param name="Groups">Groups of channels that share B and C; divides the channels. Channel c is in group c / (channels / groups).</param>
public readonly record struct SelectiveScanShape(int Batch, int Length, int Channels, int States, int Groups = 1)
{
    /// <summary>The largest number of states.</summary>
    public const int MaximumStates = 256;

    private const int ShortestChunk = 16;

    /// <summary>Elements of u, delta, z and y: batch * length * channels.</summary>
    internal int Sequence => Guard.Product("u", "batch * length * channels", Batch, Length, Channels);

    /// <summary>Elements of B and C: batch * length * groups * states.</summary>
    internal int Gates => Guard.Product("B", "batch * length * groups * states", Batch, Length, Groups, States);

    /// <summary>Elements of an initial or last state: batch * channels * states.</summary>
    internal int State => Guard.Product("last_state", "batch * channels * states", Batch, Channels, States);

    /// <summary>Elements of A: channels * states.</summary>
    internal int Decay => Guard.Product("A", "channels * states", Channels, States);

    /// <summary>
    /// Columns of a row of gates in scratch: the states, and one of zeros when they are odd, as the backward pass takes two at a time.
    /// </summary>
    internal int EvenStates => (States + 1) & ~1;

    internal int ChannelsPerGroup => Channels / Groups;

    /// <summary>
    /// Steps between saved states. With at least as many steps as states, what is saved for the backward pass is no larger than u
    /// (and one more state).
    /// </summary>
    internal int ChunkLength => Math.Max(ShortestChunk, States);

    internal int Chunks => (int)(((long)Length + ChunkLength - 1) / ChunkLength);

    internal void Validate()
    {
        Guard.AtLeast(Batch, 0);
        Guard.AtLeast(Length, 0);
        Guard.AtLeast(Channels, 0);
        Guard.InRange(States, 1, MaximumStates);
        Guard.AtLeast(Groups, 1);
        if (Channels % Groups != 0)
            Guard.ThrowArgument(nameof(Groups), $"a divisor of {Channels} channels", $"{Groups}");
    }
}
