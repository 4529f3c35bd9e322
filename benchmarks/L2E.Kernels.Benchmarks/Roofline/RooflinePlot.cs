using L2E.Kernels.Plotting;

namespace L2E.Kernels.Benchmarks.Roofline;

/// <summary>
/// The roofline as a picture: bytes a second against exponentials per byte. The roof is flat where memory bounds an operator and
/// falls where exponentials do.
/// </summary>
internal static class RooflinePlot
{
    /// <param name="destination">Takes the SVG.</param>
    /// <param name="title">One line above.</param>
    /// <param name="bandwidth">Bytes a second.</param>
    /// <param name="exponentials">Exponentials a second.</param>
    /// <param name="points">What was measured.</param>
    public static void Write(
        Stream destination, string title, double bandwidth, double exponentials, IReadOnlyList<RooflinePoint> points)
    {
        double ridge = exponentials / bandwidth;
        double[] intensities = [.. points.Select(Intensity).Where(intensity => intensity > 0)];
        double lowest = Math.Min(intensities.Min(), ridge / 2), highest = Math.Max(intensities.Max(), 2 * ridge);
        ChartSeries roof = new(
            "bound", [new(0, Roof(0)), new(lowest, Roof(lowest)), new(ridge, Roof(ridge)), new(highest, Roof(highest))]);
        SvgChart chart = new(
            title,
            new ChartAxis("exponentials per byte", AxisScale.Logarithmic),
            new ChartAxis("GB/s", AxisScale.Logarithmic),
            [roof, .. points.GroupBy(point => point.Operator).Select(Series)]);
        chart.Write(destination);

        double Roof(double intensity) => Math.Min(bandwidth, exponentials / intensity) / 1e9;
    }

    private static double Intensity(RooflinePoint point) => point.Cost.Exponentials / point.Cost.Bytes;

    private static ChartSeries Series(IGrouping<string, RooflinePoint> group) =>
        new(group.Key, [.. group.Select(point => new ChartPoint(Intensity(point), point.Cost.Bytes / point.Seconds / 1e9))])
        {
            IsScattered = true,
        };
}
