namespace L2E.Kernels.Cli.Plotting;

/// <summary>One point of a series. A point with a coordinate that is NaN or infinite is not drawn.</summary>
/// <param name="X">Value along the horizontal axis.</param>
/// <param name="Y">Value along the vertical axis.</param>
public readonly record struct ChartPoint(double X, double Y);

/// <summary>One line of a chart, or one kind of point.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, joined in this order.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>Whether the points are drawn as dots that no line joins.</summary>
    public bool IsScattered { get; init; }
}
