using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>A view of the candidates that wait for their fitness; valid until they are told.</summary>
public readonly ref struct CandidateBatch
{
    private readonly CandidateTile tile;

    internal CandidateBatch(CandidateTile tile, Elite elite)
    {
        this.tile = tile;
        Origin = elite.Point;
        OriginVersion = elite.Version;
    }

    /// <summary>The candidates, <c>[count, dimension]</c>, one a row, inside the box.</summary>
    public ReadOnlySpan2D<double> Points => tile.Points;

    /// <summary>
    /// The same candidates as changes of <see cref="Origin"/> in one coordinate each, <c>[count]</c>; empty when they are not. Whoever can
    /// evaluate a change for less than a point need not look at <see cref="Points"/>, which are only written when they are looked at.
    /// </summary>
    public ReadOnlySpan<CoordinateChange> Changes => tile.Changes;

    /// <summary>The best point so far that the changes are made to, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Origin { get; }

    /// <summary>Differs whenever <see cref="Origin"/> does.</summary>
    internal long OriginVersion { get; }

    /// <summary>Whether <see cref="Engine.EvaluateHeld"/> evaluates the candidates, which are not on the host.</summary>
    internal bool IsHeld => tile.IsHeld;

    /// <summary>Whether each candidate's value is to be told with its gradient (in gradient mode, for some batches).</summary>
    public bool NeedsGradients => tile.NeedsGradients;

    /// <summary>Number of candidates.</summary>
    public int Count => tile.Count;
}
