using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>
/// Scans at the shapes of populations, against the bound that bandwidth and exponentials set, timed in turn with them. Every call works on
/// tensors of its own, taken in turn from more of them than the caches hold, as the bandwidth is that of memory.
/// </summary>
internal static class PopulationShapeRows
{
    private const int Dimension = 10_000;
    private const double Reach = 60;

    public static IEnumerable<ReachRow> PopulationScan(ReachContext context) =>
        [Worst(context, "population scan", MeasurePopulationScan, AllowedByArithmetic)];

    public static IEnumerable<ReachRow> SelectiveScan(ReachContext context) =>
        [Worst(context, "selective scan", MeasureSelectiveScan, allowedByArithmetic: null)];

    private static ReachRow Worst(
        ReachContext context, string scan, Func<Measurement, int, int, double> measure,
        Func<ReachContext, int, int, string>? allowedByArithmetic)
    {
        using BoundProbe probe = new();
        Measurement measurement = new(probe, context.Rounds);
        int[] lengths = context.IsQuick ? [16, 64, 256] : [16, 32, 64, 128, 256];
        int[] states = context.IsQuick ? [1, 4, 16] : [1, 2, 4, 8, 16];
        (double Percent, int Length, int States)[] shapes =
            [.. lengths.SelectMany(_ => states, (length, count) => (measure(measurement, length, count), length, count))];
        (double worst, int worstLength, int worstStates) = shapes.Min();
        (double best, int bestLength, int bestStates) = shapes.Max();
        string allowed = allowedByArithmetic?.Invoke(context, worstLength, worstStates) ?? "";
        return new ReachRow(
            $"{scan}, length 16..256, {Dimension} channels, 1..16 states", "max(bytes / copy bandwidth, exps / exp throughput)",
            worst, Reach, " %",
            $"worst at length {worstLength}, states {worstStates}{allowed}; best {best:F0} % at length {bestLength}, states {bestStates}");
    }

    /// <summary>
    /// What the multiply-adds of a population scan, which are no part of the bound, leave of it at the machine's full speed.
    /// </summary>
    private static string AllowedByArithmetic(ReachContext context, int length, int states)
    {
        PopulationScanWorkload workload = new(length, Dimension, states);
        double arithmetic = workload.MultiplyAdds / context.Machine.MultiplyAdds;
        double allowed = Math.Min(100, 100 * context.Machine.Bound(workload.Passes[0].Cost) / arithmetic);
        return $" (its multiply-adds alone allow {allowed:F0} %)";
    }

    private static double MeasurePopulationScan(Measurement measurement, int length, int states)
    {
        PopulationScanWorkload workload = new(length, Dimension, states);
        workload.CheckForward();
        TensorRing ring = new(workload.Sequence, tensorsPerSlot: 2);
        return measurement.Percent(workload.Passes[0].Cost, ring, slot => workload.Forward(slot[0], slot[1]));
    }

    private static double MeasureSelectiveScan(Measurement measurement, int length, int states)
    {
        SelectiveScanWorkload workload = new(length, Dimension, states, ScanVariant.General);
        workload.CheckForward();
        TensorRing ring = new(workload.StepSizes, tensorsPerSlot: 3);
        return measurement.Percent(workload.Passes[0].Cost, ring, slot => workload.Forward(slot[0], slot[1], slot[2]));
    }

    /// <summary>How a shape is measured.</summary>
    private sealed record Measurement(BoundProbe Probe, int Rounds)
    {
        /// <summary>What of the bound a call reaches.</summary>
        public double Percent(Cost cost, TensorRing ring, Action<float[][]> call) =>
            Interleaved.Measure(Rounds, [() => ring.RunNext(call), .. Probe.Actions])
                .MedianOf(seconds => 100 * BoundProbe.Bound(cost, seconds.AsSpan(1)) / seconds[0]);
    }
}
