namespace L2E.Kernels.Plotting;

/// <summary>One point of a series. A point with a coordinate that is NaN or infinite is not drawn.</summary>
/// <param name="X">Value along the horizontal axis.</param>
/// <param name="Y">Value along the vertical axis.</param>
public readonly record struct ChartPoint(double X, double Y);

/// <summary>An interval of a band.</summary>
/// <param name="X">Value along the horizontal axis.</param>
/// <param name="Lower">Its lower end along the vertical axis.</param>
/// <param name="Upper">Its upper end along the vertical axis.</param>
public readonly record struct ChartInterval(double X, double Lower, double Upper);

/// <summary>One line of a chart, or one kind of point.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, joined in this order.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>An area around the line, drawn pale below all lines; empty for none. Points as those of a line.</summary>
    public IReadOnlyList<ChartInterval> Band { get; init; } = [];

    /// <summary>Whether the points are drawn as dots that no line joins.</summary>
    public bool IsScattered { get; init; }
}
