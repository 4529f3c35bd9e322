namespace L2E.Kernels;

/// <summary>Deals the coordinates in blocks, without replacement, from a random permutation that is renewed when it is used up.</summary>
internal sealed class CoordinateDeal : IStateful
{
    private readonly int[] order;
    private int position;

    public CoordinateDeal(int dimension)
    {
        order = new int[dimension];
        position = dimension;
    }

    /// <summary>How many permutations have been used up.</summary>
    public int Passes { get; private set; }

    /// <summary>The next at most <paramref name="count"/> coordinates; fewer at the end of a permutation.</summary>
    public ReadOnlySpan<int> Next(int count, ref PhiloxSequence random)
    {
        if (position == order.Length)
        {
            Passes++;
            position = 0;
            random.Shuffle(order.AsSpan());
        }

        ReadOnlySpan<int> block = order.AsSpan(position, Math.Min(count, order.Length - position));
        position += block.Length;
        return block;
    }

    /// <summary>All coordinates at once, outside the deal.</summary>
    public ReadOnlySpan<int> All => order;

    public void Reset()
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        position = order.Length;
        Passes = -1;
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.NextOrder(order);
        position = state.NextIndex(position, 0, order.Length);
        Passes = state.Next(Passes);
    }
}
