using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;
using L2E.Kernels.Devices;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Devices;

/// <summary>What a device can do at most, by its own clock.</summary>
/// <param name="Bandwidth">Bytes a second of a copy, read and written counted.</param>
/// <param name="Exponentials">Exponentials a second of the selective scan's function.</param>
internal sealed record DeviceBounds(double Bandwidth, double Exponentials)
{
    private const int Rounds = 9, CopiedElements = 1 << 25, ExponentialSteps = 2000;

    /// <summary>The least time that a call can take: for its memory or for its exponentials, whichever is longer.</summary>
    public double Bound(Cost cost) => Math.Max(cost.Bytes / Bandwidth, cost.Exponentials / Exponentials);

    /// <summary>Measures it.</summary>
    /// <exception cref="WrongResultException">The copy is none.</exception>
    public static DeviceBounds Measure(Device device)
    {
        float[] elements = new RandomTensors(5).Uniform(CopiedElements, -1, 1);
        using DeviceSpeed speed = new(device);
        using DeviceBuffer<float> source = device.Upload<float>(elements)!, destination = device.Allocate<float>(CopiedElements);
        speed.MeasureCopy(source, destination);
        speed.MeasureExponentials(ExponentialSteps);
        double[] copies = new double[Rounds], exponentials = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            copies[round] = 2.0 * sizeof(float) * CopiedElements / speed.MeasureCopy(source, destination);
            (double count, double seconds) = speed.MeasureExponentials(ExponentialSteps);
            exponentials[round] = count / seconds;
        }

        float[] copied = new float[CopiedElements];
        destination.Read(copied);
        if (!copied.AsSpan().SequenceEqual(elements))
            throw new WrongResultException($"the copy on {device.Info.Name} differs from what was copied");
        return new DeviceBounds(Interleaved.Median(copies), Interleaved.Median(exponentials));
    }
}
