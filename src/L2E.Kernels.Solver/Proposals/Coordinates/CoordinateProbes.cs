namespace L2E.Kernels;

/// <summary>
/// Probes that change one coordinate of the elite each: first all of <see cref="FirstOffsets"/>, then, when the block is
/// probed twice, all of <see cref="SecondOffsets"/>. Offsets are in units of the box.
/// </summary>
internal sealed class CoordinateProbes(RunState run) : IStateful
{
    private readonly int[] coordinates = new int[run.Box.Dimension];
    private readonly double[] first = new double[run.Box.Dimension], second = new double[run.Box.Dimension];
    private readonly double[] fitness = new double[2 * run.Box.Dimension];
    private int count, total, asked, told;

    /// <summary>The coordinates of the block, <c>[count]</c>.</summary>
    public ReadOnlySpan<int> Coordinates => coordinates.AsSpan(0, count);

    public Span<double> FirstOffsets => first.AsSpan(0, count);

    public Span<double> SecondOffsets => second.AsSpan(0, count);

    /// <summary>Fitness at the first offsets, once all are told.</summary>
    public Span<double> FirstFitness => fitness.AsSpan(0, count);

    /// <summary>Fitness at the second offsets, once all are told; of length 0 when the block is probed once.</summary>
    public Span<double> SecondFitness => fitness.AsSpan(count, total - count);

    /// <summary>Fitness of every probe, once all are told.</summary>
    public Span<double> Fitness => fitness.AsSpan(0, total);

    public bool IsComplete => told == total;

    public void Begin(ReadOnlySpan<int> block)
    {
        block.CopyTo(coordinates);
        count = block.Length;
        asked = told = 0;
        ProbeTwice();
    }

    public void ProbeOnce() => total = count;

    public void ProbeTwice() => total = 2 * count;

    public int Ask(CandidateTile tile)
    {
        Span<CoordinateChange> changes = tile.GetChanges();
        ReadOnlySpan<double> elite = run.Elite.Point;
        int rows = Math.Min(changes.Length, total - asked);
        for (int row = 0; row < rows; row++, asked++)
        {
            int i = asked < count ? coordinates[asked] : coordinates[asked - count];
            double offset = asked < count ? first[asked] : second[asked - count];
            changes[row] = new CoordinateChange(i, run.Box.Move(elite[i], offset, i));
        }

        return rows;
    }

    public void Tell(ReadOnlySpan<double> values)
    {
        values.CopyTo(fitness.AsSpan(told));
        told += values.Length;
    }

    /// <summary>Writes the elite moved by <c>scale * displacement</c> in the coordinates of the block.</summary>
    public void WriteMove(ReadOnlySpan<double> displacement, double scale, Span<double> candidate)
    {
        run.Elite.Point.CopyTo(candidate);
        for (int k = 0; k < count; k++)
        {
            int i = coordinates[k];
            candidate[i] = run.Box.Move(candidate[i], scale * displacement[k], i);
        }
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        count = state.NextIndex(count, 0, run.Box.Dimension);
        total = state.NextIndex(total, 0, 2 * count);
        asked = state.NextIndex(asked, 0, total);
        told = state.NextIndex(told, 0, total);
        foreach (ref int coordinate in coordinates.AsSpan(0, count))
            coordinate = state.NextIndex(coordinate, 0, run.Box.Dimension - 1);
        state.Next(FirstOffsets);
        state.Next(SecondOffsets);
        state.Next(Fitness);
    }
}
