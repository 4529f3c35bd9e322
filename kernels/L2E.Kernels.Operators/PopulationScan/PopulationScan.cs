namespace L2E.Kernels.Operators;

/// <summary>
/// The selective scan over a population whose gates are shared by all coordinates: a lower-triangular matrix M, applied as a
/// recurrence in O(population * dimension * states) and never formed.
/// </summary>
/// <remarks>
/// <para>
/// With <c>cum_i = delta_0 + ... + delta_i</c>,
/// <c>M_ij = sum_n C_in exp(-decay_n (cum_i - cum_j)) delta_j B_jn</c> for <c>j &lt;= i</c>, else 0; the recurrence is
/// <c>h_i = exp(-decay delta_i) h_(i-1) + delta_i B_i D_i</c>, <c>y_i = sum_n C_in h_in</c>. The row bound
/// <c>r_i = sum_j sum_n |C_in| exp(...) delta_j |B_jn|</c> is at least <c>sum_j |M_ij|</c>.
/// </para>
/// <para>
/// Shapes: delta [population], decay [states], B and C [population, states], D and y [population, dimension], row major.
/// Domain: delta and decay not negative; then no exponential exceeds 1. Values outside the domain are computed by the same
/// formulas. NaN and infinities propagate to the rows at and after theirs. Source: the selective state space of A. Gu and T. Dao,
/// <i>Mamba</i>, arXiv 2312.00752, section 3.2, with the gates of one channel shared by all.
/// </para>
/// </remarks>
public static partial class PopulationScan
{
    /// <summary>
    /// Coordinates whose states stay in a second-level cache: memory is read along rows for long. A multiple of a panel of any width.
    /// </summary>
    private const int TileWidth = 1008;

    /// <summary>Those of the first tile, which nobody asked for ahead.</summary>
    private const int FirstTileWidth = 480;

    /// <summary>Floats of scratch that <see cref="Forward"/> needs.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public static int GetWorkspaceLength(PopulationScanShape shape)
    {
        shape.Validate();
        // The panel that ends where a cache line begins and the one that the row ends in come on top of a tile's; two panels hold the
        // block's rows, before and after.
        int width = Math.Min(TileWidth, shape.Dimension) + 2 * LargestPanelWidth;
        int panels = Padded(shape.States) * width + 2 * BlockRows * LargestPanelWidth + CacheLine.Slack;
        ulong matrices = (ulong)BlockCount(shape) * (ulong)BlockMatrices.Length(shape);
        ulong gates = 2 * (ulong)shape.Population * (ulong)shape.States;
        return Guard.Elements("workspace", "gates, matrices and panels", gates + matrices + (ulong)panels);
    }

    private static void CheckGates(
        PopulationScanShape shape, ReadOnlySpan<float> delta, ReadOnlySpan<float> decay, ReadOnlySpan<float> B, ReadOnlySpan<float> C)
    {
        shape.Validate();
        Guard.Length(delta, shape.Population, "population");
        Guard.Length(decay, shape.States, "states");
        Guard.Length(B, shape.Gates, "population * states");
        Guard.Length(C, shape.Gates, "population * states");
    }

    /// <summary>Runs a kernel whose lanes are states: with the narrowest registers where one of them holds all states.</summary>
    private static void RunOverStates<TKernel>(PopulationScanShape shape, TKernel kernel)
        where TKernel : struct, ILanesKernel
    {
        if (shape.States <= Lanes128.Count)
            kernel.Run<Lanes128>();
        else
            WidestLanes.Run(kernel);
    }
}
