namespace L2E.Kernels;

/// <summary>
/// The first iteration: the start and uniform points of the run's region, <c>clip(budget/50, 8, 64)</c> together, and the start again, to
/// see whether values repeat; then their log-rank-weighted mean, the centroid, where the population begins.
/// </summary>
internal sealed class InitialDesign : IProposal
{
    // What rounding may change where a point is computed in another batch, relative to the value and to what values differ by.
    private const double RoundingPart = 1e-9;

    private readonly RunState run;
    private readonly double[] fitness, weights, centroid, start, point;
    private readonly int[] order;
    private PhiloxSequence random;
    private int asked, told;

    public InitialDesign(RunState run)
    {
        this.run = run;
        int count = CountFor(run.Budget);
        fitness = new double[count];
        weights = new double[count];
        order = new int[count];
        centroid = new double[run.Box.Dimension];
        start = new double[run.Box.Dimension];
        point = new double[run.Box.Dimension];
        random = new PhiloxSequence(run.Seed, RandomStream.Design);
    }

    public string Name => ProposalNames.Design;

    /// <summary>The weighted mean of the points; the start before they have been told.</summary>
    public ReadOnlySpan<double> Centroid => centroid;

    // The start comes twice.
    private int PointCount => fitness.Length + 1;

    public static int CountFor(long budget) => (int)Math.Clamp(budget / 50, 8, 64);

    /// <summary>The uniformly random point that a run starts from when none is given.</summary>
    public void DrawStart(Span<double> destination)
    {
        random.Position = 0;
        for (int i = 0; i < destination.Length; i++)
            destination[i] = random.NextUniform(run.Box.Lower[i], run.Box.Upper[i]);
    }

    public void Begin()
    {
        asked = told = 0;
        run.Elite.Point.CopyTo(start);
        run.Elite.Point.CopyTo(centroid);
    }

    public int Ask(CandidateTile tile)
    {
        if (asked == PointCount)
        {
            // The centroid needs every value; `asked` runs one past the points for it.
            asked++;
            WriteCentroid();
            centroid.CopyTo(tile.GetRow(0));
            return 1;
        }

        int count = Math.Clamp(PointCount - asked, 0, tile.Height);
        for (int row = 0; row < count; row++)
            WritePoint(asked + row, tile.GetRow(row));
        asked += count;
        return count;
    }

    public void Tell(ReadOnlySpan<double> values, ReadOnlySpan<double> gradients)
    {
        foreach (double value in values)
        {
            if (told < fitness.Length)
                fitness[told] = value;
            else if (told == fitness.Length)
                run.IsNoisy = DiffersFromStart(value);
            told++;
        }
    }

    public void End()
    {
    }

    public void Reset()
    {
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.Next(fitness.AsSpan());
        state.Next(centroid.AsSpan());
        state.Next(start.AsSpan());
        asked = state.NextIndex(asked, 0, PointCount + 1);
        told = state.NextIndex(told, 0, PointCount + 1);
    }

    private bool DiffersFromStart(double again)
    {
        double first = fitness[0], spread = 0;
        foreach (double value in fitness)
            if (double.IsFinite(value))
                spread = Math.Max(spread, Math.Abs(value - first));
        return double.IsFinite(first) && double.IsFinite(again)
            && Math.Abs(again - first) > RoundingPart * (Math.Abs(first) + spread);
    }

    private void WriteCentroid()
    {
        int finite = 0;
        for (int i = 0; i < fitness.Length; i++)
        {
            order[i] = i;
            finite += double.IsFinite(fitness[i]) ? 1 : 0;
        }

        if (finite == 0)
            return;
        fitness.AsSpan().Sort(order.AsSpan());
        Span<double> ranked = weights.AsSpan(0, finite);
        LogRankWeights.Fill(ranked);
        Array.Clear(centroid);
        // The points are drawn again rather than kept: 64 of them would be most of the memory of a large run.
        for (int rank = 0; rank < finite; rank++)
        {
            if (ranked[rank] == 0)
                break;
            WritePoint(order[rank], point);
            for (int i = 0; i < point.Length; i++)
                centroid[i] += ranked[rank] * point[i];
        }

        for (int i = 0; i < centroid.Length; i++)
            centroid[i] = run.Box.Move(centroid[i], 0, i);
    }

    private void WritePoint(int index, Span<double> destination)
    {
        if (index == 0 || index == fitness.Length)
            start.CopyTo(destination);
        else
            DrawPoint(index, destination);
    }

    private void DrawPoint(int index, Span<double> destination)
    {
        random.Position = (ulong)index * (ulong)destination.Length * 2;
        for (int i = 0; i < destination.Length; i++)
            destination[i] = run.Box.Move(run.Box.Lower[i], run.Region.At(random.NextDouble(), i), i);
    }
}
