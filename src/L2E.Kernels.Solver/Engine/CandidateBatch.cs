using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>A view of the candidates that wait for their fitness; valid until they are told.</summary>
public readonly ref struct CandidateBatch
{
    internal CandidateBatch(ReadOnlySpan2D<double> points) => Points = points;

    /// <summary>The candidates, <c>[count, dimension]</c>, one a row, inside the box.</summary>
    public ReadOnlySpan2D<double> Points { get; }

    /// <summary>Number of candidates.</summary>
    public int Count => Points.Height;
}
