using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Suites;

namespace L2E.Kernels.Comparison.Report;

/// <summary>Cells that share everything but the problem: a table of the report.</summary>
/// <param name="Cells">The cells, at least one.</param>
internal sealed record CellGroup(IReadOnlyList<Cell> Cells)
{
    /// <summary>Number of coordinates.</summary>
    public int Dimension => Cells[0].Dimension;

    /// <summary>Number of evaluations of a run.</summary>
    public long Budget => Cells[0].Budget;

    /// <summary>What the cells share, in words.</summary>
    public string Title
    {
        get
        {
            Cell cell = Cells[0];
            bool hasRegions = Suite.All.Any(suite => suite.HasRegions && suite.Contains(cell.Problem));
            string optima = hasRegions ? cell.Region == OptimumRegion.Corner ? ", optima in a corner" : ", optima around the centre" : "";
            string rotated = hasRegions ? cell.IsRotated ? ", rotated" : ", not rotated" : "";
            string noise = cell.Noise == Noise.None ? "" : $", {cell.Noise} noise";
            return $"{Dimension:N0} dimensions, {Budget:N0} evaluations{rotated}{optima}{noise}";
        }
    }
}
