using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary><see cref="ExplorationNoise"/> on a device: the same numbers, bit for bit.</summary>
public sealed class DeviceExplorationNoise : IDisposable
{
    private readonly DeviceKernel kernel;

    /// <summary>Compiles the kernel.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">It does not compile.</exception>
    public DeviceExplorationNoise(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        kernel = device.Load("exploration-noise");
    }

    /// <summary><c>E_id = scale_d clip(gauss_id, -6, 6)</c></summary>
    /// <param name="noise">Where the noise comes from.</param>
    /// <param name="rows">Rows, 0 to 65,535.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="scale">Standard deviation of each coordinate, [dimension]; NaN and infinities propagate.</param>
    /// <param name="E">Destination (=), [rows, dimension]; must not be <paramref name="scale"/>.</param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Fill(NoiseAddress noise, int rows, int dimension, DeviceBuffer<float> scale, DeviceBuffer<float> E)
    {
        Guard.InRange(rows, 0, Device.LargestRows);
        Guard.AtLeast(dimension, 0);
        BufferGuard.Length(scale, dimension, "dimension");
        BufferGuard.Length(E, Guard.Product("E", "rows * dimension", rows, dimension), "rows * dimension");
        Launch(noise, rows, dimension, scale, E);
    }

    /// <summary>Gives the kernel back.</summary>
    public void Dispose() => kernel.Dispose();

    /// <summary><see cref="Fill"/> with a destination that may be longer.</summary>
    internal void Launch(NoiseAddress noise, int rows, int dimension, DeviceBuffer<float> scale, DeviceBuffer<float> E) =>
        kernel.Launch(
            DeviceContractiveStep.CountNoiseCounters(dimension), rows,
            [
                KernelArgument.Of(scale), KernelArgument.Of(E), KernelArgument.Of(dimension), KernelArgument.Of(noise.Seed),
                KernelArgument.Of(noise.Iteration), KernelArgument.Of(noise.Stream),
            ]);
}
