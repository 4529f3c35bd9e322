using System.Diagnostics;
using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;
using L2E.Kernels.Devices;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Devices;

/// <summary>What a device can do at most, by its own clock, transfers by the host's.</summary>
/// <param name="Bandwidth">Bytes a second of a copy, read and written counted.</param>
/// <param name="Exponentials">Exponentials a second of the selective scan's function.</param>
/// <param name="Operations">Additions and multiplications a second; a fused multiply-add is two.</param>
/// <param name="BandwidthToDevice">Bytes a second that are copied to the device.</param>
/// <param name="BandwidthFromDevice">Bytes a second that are copied from it.</param>
internal sealed record DeviceBounds(
    double Bandwidth, double Exponentials, double Operations, double BandwidthToDevice, double BandwidthFromDevice)
{
    private const int Rounds = 9, ExponentialSteps = 2000, MultiplyAddSteps = 1000;

    /// <summary>Elements of a copy: more than caches hold.</summary>
    public const int CopiedElements = 1 << 25;

    /// <summary>The least time that a call can take: for its memory, its exponentials or its operations.</summary>
    public double Bound(Cost cost) =>
        Math.Max(cost.Bytes / Bandwidth, Math.Max(cost.Exponentials / Exponentials, cost.Operations / Operations));

    /// <summary>Measures it.</summary>
    /// <exception cref="WrongResultException">The copy is none.</exception>
    public static DeviceBounds Measure(Device device, DeviceSpeed speed)
    {
        float[] elements = new RandomTensors(5).Uniform(CopiedElements, -1, 1), copied = new float[CopiedElements];
        using DeviceBuffer<float> source = device.Upload<float>(elements)!, destination = device.Allocate<float>(CopiedElements);
        const double Bytes = sizeof(float) * (double)CopiedElements;
        double Copy() => 2 * Bytes / speed.MeasureCopy(source, destination);
        double[] copies = Repeat(Copy);
        double[] exponentials = Repeat(() => Rate(speed.MeasureExponentials(ExponentialSteps)));
        double[] operations = Repeat(() => 2 * Rate(speed.MeasureMultiplyAdds(MultiplyAddSteps)));
        double[] writes = Repeat(() => Bytes / Time(() => source.Write(elements)));
        double[] reads = Repeat(() => Bytes / Time(() => destination.Read(copied)));
        if (!copied.AsSpan().SequenceEqual(elements))
            throw new WrongResultException($"the copy on {device.Info.Name} differs from what was copied");
        return new DeviceBounds(
            Interleaved.Median(copies), Interleaved.Median(exponentials), Interleaved.Median(operations), Interleaved.Median(writes),
            Interleaved.Median(reads));
    }

    private static double[] Repeat(Func<double> measure)
    {
        measure();
        return [.. Enumerable.Range(0, Rounds).Select(_ => measure())];
    }

    private static double Rate((double Count, double Seconds) measured) => measured.Count / measured.Seconds;

    private static double Time(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
