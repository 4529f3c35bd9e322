namespace L2E.Kernels.Devices;

/// <summary>What a device can do at most, measured by its own clock: bounds that its kernels are held against.</summary>
public sealed class DeviceSpeed : IDisposable
{
    // As in the kernels.
    private const int Chains = 8, MultiplyAddsOfStep = 16;

    private readonly Device device;
    private readonly DeviceKernel copy, exponentials, multiplyAdds;
    private readonly int items, width;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">They do not compile.</exception>
    public DeviceSpeed(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        this.device = device;
        bool isWide = device.IsProcessor;
        copy = isWide ? device.Load("speed-copy-wide", groupSize: 1) : device.Load("speed-copy");
        exponentials = isWide ? device.Load("speed-exponentials-wide", groupSize: 1) : device.Load("speed-exponentials");
        multiplyAdds = isWide ? device.Load("speed-multiply-adds-wide", groupSize: 1) : device.Load("speed-multiply-adds");
        width = isWide ? Device.WidthOnProcessors : 1;
        // Enough of them to hide memory's latency on a multiprocessor, and to be shared out evenly among processors.
        const int ItemsOfMultiprocessor = 2048, ItemsOfProcessor = 8;
        items = device.ComputeUnits * (isWide ? ItemsOfProcessor : ItemsOfMultiprocessor);
    }

    /// <summary>Copies a buffer and returns the seconds that the device took.</summary>
    /// <param name="source">What is copied.</param>
    /// <param name="destination">Destination (=), as long.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public double MeasureCopy(DeviceBuffer<float> source, DeviceBuffer<float> destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        BufferGuard.Length(destination, source.Length, "as many as the source has");
        return device.MeasureSeconds(() => copy.Launch(
            items, 1,
            [
                KernelArgument.Of(source), KernelArgument.Of(destination), KernelArgument.Of(source.Length), KernelArgument.Of(items),
            ]));
    }

    /// <summary>Computes exponentials in registers or the nearest cache.</summary>
    /// <param name="steps">How many one after the other, 1 or more.</param>
    /// <returns>How many there were, and the seconds that the device took.</returns>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is out of range.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public (double Count, double Seconds) MeasureExponentials(int steps) => Measure(exponentials, steps);

    /// <summary>Computes multiply-adds in registers or the nearest cache.</summary>
    /// <param name="steps">A sixteenth of how many one after the other, 1 or more.</param>
    /// <returns>How many there were, and the seconds that the device took.</returns>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is out of range.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public (double Count, double Seconds) MeasureMultiplyAdds(int steps)
    {
        (double count, double seconds) = Measure(multiplyAdds, steps);
        return (MultiplyAddsOfStep * count, seconds);
    }

    /// <summary>Gives the kernels back.</summary>
    public void Dispose()
    {
        copy.Dispose();
        exponentials.Dispose();
        multiplyAdds.Dispose();
    }

    /// <summary>Steps of all chains together.</summary>
    private (double Count, double Seconds) Measure(DeviceKernel kernel, int steps)
    {
        Guard.AtLeast(steps, 1);
        using DeviceBuffer<float> sums = device.Allocate<float>(items);
        double seconds = device.MeasureSeconds(() => kernel.Launch(
            items, 1, [KernelArgument.Of(sums), KernelArgument.Of(steps), KernelArgument.Of(items)]));
        return ((double)items * Chains * width * steps, seconds);
    }
}
