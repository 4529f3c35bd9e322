namespace L2E.Kernels;

/// <summary>The values of the candidates that were asked for, told in any order; +infinity for one that failed.</summary>
internal sealed class BatchFitness(int capacity) : IStateful
{
    private readonly double[] values = new double[capacity];
    private readonly bool[] isTold = new bool[capacity];
    private int count;

    /// <summary>Number of candidates that wait for their value.</summary>
    public int Pending { get; private set; }

    /// <summary>Number of candidates whose value is there.</summary>
    public int Told => count - Pending;

    /// <summary>The values; of use when none is pending.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, count);

    public void Begin(int candidates)
    {
        count = Pending = candidates;
        isTold.AsSpan(0, count).Clear();
    }

    /// <summary>Whether that candidate waits for its value.</summary>
    public bool IsPending(int index) => !isTold[index];

    /// <summary>Reserves a candidate's value, which <see cref="Set"/> then gives.</summary>
    public void Mark(int index)
    {
        isTold[index] = true;
        Pending--;
    }

    /// <summary>Takes a reservation back.</summary>
    public void Unmark(int index)
    {
        isTold[index] = false;
        Pending++;
    }

    public void Set(int index, double value) => values[index] = value;

    /// <summary>The first candidates in a row that wait; of length 0 when none does.</summary>
    public (int First, int Count) FirstPending()
    {
        int first = isTold.AsSpan(0, count).IndexOf(false);
        if (first < 0)
            return (count, 0);
        int length = isTold.AsSpan(first, count - first).IndexOf(true);
        return (first, length < 0 ? count - first : length);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        count = state.NextIndex(count, 0, capacity);
        Pending = state.NextIndex(Pending, 0, count);
        state.Next(isTold.AsSpan(0, count));
        state.Next(values.AsSpan(0, count));
    }
}
