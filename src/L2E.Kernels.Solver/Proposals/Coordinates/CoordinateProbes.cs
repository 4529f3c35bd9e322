namespace L2E.Kernels;

/// <summary>
/// Probes that change one coordinate of the elite each: first all of <see cref="FirstOffsets"/>, then, when the block is
/// probed twice, all of <see cref="SecondOffsets"/>. Offsets are in units of the box.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="axes">The directions to take for coordinates; null for the coordinates themselves.</param>
internal sealed class CoordinateProbes(RunState run, PrincipalAxes? axes) : IStateful
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

    /// <summary>Where the elite is along a coordinate, 0 to 1 from bound to bound.</summary>
    public double GetPosition(int coordinate) => axes is null
        ? (run.Elite.Point[coordinate] - run.Box.Lower[coordinate]) / run.Box.Range[coordinate]
        : axes.GetPosition(run.Elite.Point, coordinate);

    /// <summary>The place along a coordinate at a fraction of the width of the region to look in.</summary>
    public double GetPlace(double fraction, int coordinate) => axes is null
        ? run.Region.At(fraction, coordinate)
        : axes.GetPlace(fraction, run.Region, coordinate);

    /// <summary>Root mean square over the coordinates of the block of what the last offer changed in them.</summary>
    public double GetStepRootMeanSquare() => axes is null
        ? run.Elite.StepRootMeanSquare(Coordinates)
        : run.Elite.StepRootMeanSquare() * Math.Sqrt((double)run.Box.Dimension / count);

    public int Ask(CandidateTile tile) => axes is null ? AskChanges(tile) : AskPoints(tile, axes);

    private int AskChanges(CandidateTile tile)
    {
        Span<CoordinateChange> changes = tile.GetChanges();
        ReadOnlySpan<double> elite = run.Elite.Point;
        int rows = Math.Min(changes.Length, total - asked);
        for (int row = 0; row < rows; row++, asked++)
        {
            (int i, double offset) = GetProbe(asked);
            changes[row] = new CoordinateChange(i, run.Box.Move(elite[i], offset, i));
        }

        return rows;
    }

    private int AskPoints(CandidateTile tile, PrincipalAxes directions)
    {
        int rows = Math.Min(tile.Height, total - asked);
        for (int row = 0; row < rows; row++, asked++)
        {
            (int axis, double offset) = GetProbe(asked);
            directions.WriteMove(run.Elite.Point, [axis], [offset], 1, tile.GetRow(row));
        }

        return rows;
    }

    private (int Coordinate, double Offset) GetProbe(int index) =>
        index < count ? (coordinates[index], first[index]) : (coordinates[index - count], second[index - count]);

    public void Tell(ReadOnlySpan<double> values)
    {
        values.CopyTo(fitness.AsSpan(told));
        told += values.Length;
    }

    /// <summary>Writes the elite moved by <c>scale * displacement</c> in the coordinates of the block.</summary>
    public void WriteMove(ReadOnlySpan<double> displacement, double scale, Span<double> candidate)
    {
        if (axes is not null)
        {
            axes.WriteMove(run.Elite.Point, Coordinates, displacement, scale, candidate);
            return;
        }

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
