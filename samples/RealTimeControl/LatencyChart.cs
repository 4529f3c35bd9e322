using L2E.Kernels.Plotting;

namespace RealTimeControl;

/// <summary>The histogram of tick latencies as a picture.</summary>
internal static class LatencyChart
{
    // Bins a twentieth of a factor of 10 wide: latencies have a long tail.
    private const int BinsPerDecade = 20;

    /// <summary>Draws it.</summary>
    public static void Write(Stream destination, ControlRun run)
    {
        SortedDictionary<int, int> counts = [];
        foreach (double microseconds in run.Microseconds)
        {
            int bin = (int)Math.Floor(Math.Log10(microseconds) * BinsPerDecade);
            counts[bin] = counts.GetValueOrDefault(bin) + 1;
        }

        List<ChartPoint> outline = [];
        for (int bin = counts.Keys.First(); bin <= counts.Keys.Last(); bin++)
        {
            // An empty bin has no logarithm: it is drawn as half a tick.
            double count = counts.GetValueOrDefault(bin) is > 0 and int ticks ? ticks : 0.5;
            outline.Add(new ChartPoint(Math.Pow(10, (double)bin / BinsPerDecade), count));
            outline.Add(new ChartPoint(Math.Pow(10, (bin + 1.0) / BinsPerDecade), count));
        }

        new SvgChart(
            $"Latency of {run.Microseconds.Length:N0} ticks, {Controller.EvaluationsPerTick} plans of {Plan.Horizon} steps each",
            new ChartAxis("microseconds", AxisScale.Logarithmic),
            new ChartAxis("ticks", AxisScale.Logarithmic),
            [new ChartSeries("ticks", outline)]).Write(destination);
    }
}
