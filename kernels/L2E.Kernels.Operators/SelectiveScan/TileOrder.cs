namespace L2E.Kernels.Operators;

/// <summary>
/// The order in which tiles of channels are dealt out: those that workers have at the same time lie far apart. Neighbours would share the
/// cache line at their border in every step, and take it from each other.
/// </summary>
/// <param name="count">Tiles.</param>
/// <param name="workers">Workers, at least 1.</param>
internal readonly struct TileOrder(int count, int workers)
{
    private readonly int share = count / workers;

    /// <summary>The tile of a chunk of the work.</summary>
    public int GetTile(int chunk) => chunk < share * workers ? chunk % workers * share + chunk / workers : chunk;
}
