using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// <see cref="ContractiveStep"/> on a device, with exploration noise where it is wanted, in one pass over memory:
/// <c>next_i = clamp((1 - relaxation_i) D_i + relaxation_i y_i rho / max(rho, r_i) + E_i, lower, upper)</c>.
/// </summary>
/// <remarks>
/// Shapes, domain and NaN are those of the step on the CPU, and so are the bits. The buffers belong to the device that the instance was
/// made for. Nothing waits for the kernel: reading a buffer does.
/// </remarks>
public sealed class DeviceContractiveStep : IDisposable
{
    // A work item of the kernel with noise makes four numbers, of the 64 coordinates that share 16 counters.
    private const int NoiseBlock = 64, CountersOfBlock = 16;

    // Coordinates of a work item of the kernel for processors.
    private const int Stretch = 2048;

    private readonly DeviceKernel plain, noisy;
    private readonly int width;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">They do not compile.</exception>
    public DeviceContractiveStep(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        plain = device.IsProcessor ? device.Load("contractive-step-wide", groupSize: 1) : device.Load("contractive-step");
        width = device.IsProcessor ? Stretch : 1;
        noisy = device.Load("contractive-step-noise");
    }

    /// <summary>The step without noise.</summary>
    /// <param name="population">Rows, 0 to 65,535.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="rowBound">A bound on each absolute row sum of the map, [population].</param>
    /// <param name="relaxation">Weight of the new point in each row, [population].</param>
    /// <param name="D">The current points, [population, dimension].</param>
    /// <param name="y">The map's output, [population, dimension].</param>
    /// <param name="box">Both ends of the box; null for none.</param>
    /// <param name="next">Destination (=), [population, dimension]; may be <paramref name="D"/> or <paramref name="y"/>.</param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Forward(
        int population, int dimension, float rho, DeviceBuffer<float> rowBound, DeviceBuffer<float> relaxation, DeviceBuffer<float> D,
        DeviceBuffer<float> y, DeviceBox? box, DeviceBuffer<float> next)
    {
        int coordinates = Check(population, dimension, rho, rowBound, relaxation, D, y, box);
        BufferGuard.Length(next, coordinates, "population * dimension");
        Launch(population, dimension, rho, rowBound, relaxation, D, y, box, next);
    }

    /// <summary>The step with noise: E is what <see cref="ExplorationNoise.Fill"/> writes from the same arguments, bit for bit.</summary>
    /// <param name="population">Rows, 0 to 65,535.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="noise">Where the noise comes from.</param>
    /// <param name="rowBound">A bound on each absolute row sum of the map, [population].</param>
    /// <param name="relaxation">Weight of the new point in each row, [population].</param>
    /// <param name="D">The current points, [population, dimension].</param>
    /// <param name="y">The map's output, [population, dimension].</param>
    /// <param name="scale">Standard deviation of each coordinate's noise, [dimension].</param>
    /// <param name="box">Both ends of the box; null for none.</param>
    /// <param name="next">Destination (=), [population, dimension]; may be <paramref name="D"/> or <paramref name="y"/>.</param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Forward(
        int population, int dimension, float rho, NoiseAddress noise, DeviceBuffer<float> rowBound, DeviceBuffer<float> relaxation,
        DeviceBuffer<float> D, DeviceBuffer<float> y, DeviceBuffer<float> scale, DeviceBox? box, DeviceBuffer<float> next)
    {
        int coordinates = Check(population, dimension, rho, rowBound, relaxation, D, y, box);
        BufferGuard.Length(next, coordinates, "population * dimension");
        BufferGuard.Length(scale, dimension, "dimension");
        noisy.Launch(
            CountNoiseCounters(dimension), population,
            [
                KernelArgument.Of(rowBound), KernelArgument.Of(relaxation), KernelArgument.Of(D), KernelArgument.Of(y),
                KernelArgument.Of(scale), KernelArgument.Of(box?.Lower), KernelArgument.Of(box?.Upper), KernelArgument.Of(next),
                KernelArgument.Of(dimension), KernelArgument.Of(rho), KernelArgument.Of(noise.Seed), KernelArgument.Of(noise.Iteration),
                KernelArgument.Of(noise.Stream),
            ]);
    }

    /// <summary>Gives the kernels back.</summary>
    public void Dispose()
    {
        plain.Dispose();
        noisy.Dispose();
    }

    /// <summary>The step without noise, with buffers that may be longer.</summary>
    internal void Launch(
        int population, int dimension, float rho, DeviceBuffer<float> rowBound, DeviceBuffer<float> relaxation, DeviceBuffer<float> D,
        DeviceBuffer<float> y, DeviceBox? box, DeviceBuffer<float> next) =>
        plain.Launch(
            (int)(((long)dimension + width - 1) / width), population,
            [
                KernelArgument.Of(rowBound), KernelArgument.Of(relaxation), KernelArgument.Of(D), KernelArgument.Of(y),
                KernelArgument.Of(box?.Lower), KernelArgument.Of(box?.Upper), KernelArgument.Of(next), KernelArgument.Of(dimension),
                KernelArgument.Of(rho),
            ]);

    /// <summary>Work items that make the noise of a row: 16 for each 64 coordinates begun.</summary>
    internal static int CountNoiseCounters(int dimension) => (int)(((long)dimension + NoiseBlock - 1) / NoiseBlock) * CountersOfBlock;

    /// <summary>Checks what both passes read; the number of coordinates of all individuals.</summary>
    internal static int Check(
        int population, int dimension, float rho, DeviceBuffer<float> rowBound, DeviceBuffer<float> relaxation, DeviceBuffer<float> D,
        DeviceBuffer<float> y, DeviceBox? box)
    {
        Guard.InRange(population, 0, Device.LargestRows);
        Guard.AtLeast(dimension, 0);
        Guard.InRange(rho, ContractionProjection.SmallestRho, 1);
        int coordinates = Guard.Product("D", "population * dimension", population, dimension);
        BufferGuard.Length(rowBound, population, "population");
        BufferGuard.Length(relaxation, population, "population");
        BufferGuard.Length(D, coordinates, "population * dimension");
        BufferGuard.Length(y, coordinates, "population * dimension");
        if (box is not { } ends)
            return coordinates;
        BufferGuard.Length(ends.Lower, dimension, "dimension", "lower");
        BufferGuard.Length(ends.Upper, dimension, "dimension", "upper");
        return coordinates;
    }
}
