namespace L2E.Kernels;

/// <summary>
/// Where a run looks first: all of the box, or what lies within a spread of the start. It is no limit, only where the initial design
/// is drawn and where jumps go; how far the first probes and displacements reach is in proportion to it. Units: those of the box.
/// </summary>
internal sealed class SearchRegion(SearchBox box) : IStateful
{
    // Half of the box to either side is all of it.
    private const double WholeBox = 0.5;

    private readonly double[] low = new double[box.Dimension], width = new double[box.Dimension];
    private double spread = WholeBox;

    /// <summary>How far it goes to either side of its centre, where the box leaves room.</summary>
    public double Spread => spread;

    /// <summary>Distance of the first probes of a coordinate.</summary>
    public double Amplitude => 0.5 * spread;

    /// <summary>Scale of the first population.</summary>
    public double Scale => 0.4 * spread;

    /// <summary>Looks within <paramref name="newSpread"/> of a point; null for all of the box.</summary>
    public void Reset(ReadOnlySpan<double> start, double? newSpread)
    {
        spread = Math.Min(newSpread ?? WholeBox, WholeBox);
        for (int i = 0; i < low.Length; i++)
        {
            double position = (start[i] - box.Lower[i]) / box.Range[i];
            low[i] = newSpread is { } below ? Math.Max(0, position - below) : 0;
            width[i] = newSpread is { } above ? Math.Min(1, position + above) - low[i] : 1;
        }
    }

    /// <summary>The place in coordinate <paramref name="i"/> at a fraction of the region's width.</summary>
    public double At(double fraction, int i) => low[i] + width[i] * fraction;

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        spread = state.Next(spread);
        state.Next(low.AsSpan());
        state.Next(width.AsSpan());
    }
}
