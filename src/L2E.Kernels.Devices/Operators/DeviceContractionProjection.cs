using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// <see cref="ContractionProjection"/> on a device: formulas, shapes, domain and NaN are those on the CPU, forward the bits too.
/// </summary>
public sealed class DeviceContractionProjection : IDisposable
{
    private readonly DeviceKernel forward, backward;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">They do not compile.</exception>
    public DeviceContractionProjection(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        forward = device.Load("contraction-projection");
        backward = device.Load("contraction-projection-backward");
    }

    /// <summary><c>projected_i = y_i rho / max(rho, rowBound_i)</c></summary>
    /// <param name="population">Rows, 0 to 65,535.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="rowBound">A bound on each absolute row sum of the map, [population].</param>
    /// <param name="y">The map's output, [population, dimension].</param>
    /// <param name="projected">Destination (=), [population, dimension]; may be <paramref name="y"/>.</param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Forward(
        int population, int dimension, float rho, DeviceBuffer<float> rowBound, DeviceBuffer<float> y, DeviceBuffer<float> projected)
    {
        int coordinates = Check(population, dimension, rho, rowBound, y);
        BufferGuard.Length(projected, coordinates, "population * dimension");
        forward.Launch(
            dimension, population,
            [
                KernelArgument.Of(rowBound), KernelArgument.Of(y), KernelArgument.Of(projected), KernelArgument.Of(dimension),
                KernelArgument.Of(rho),
            ]);
    }

    /// <summary>Gradients of <c>sum(projected dprojected)</c>; the sums of a row run in an order that is always the same.</summary>
    /// <param name="population">Rows, 0 to 65,535.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="rowBound">A bound on each absolute row sum of the map, [population].</param>
    /// <param name="y">The map's output before projection, [population, dimension].</param>
    /// <param name="dprojected">Cotangent of the projected output, [population, dimension].</param>
    /// <param name="dy">Destination (=), [population, dimension]; may be <paramref name="dprojected"/>.</param>
    /// <param name="drowBound">Destination (=), [population]; must not be an input.</param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Backward(
        int population, int dimension, float rho, DeviceBuffer<float> rowBound, DeviceBuffer<float> y, DeviceBuffer<float> dprojected,
        DeviceBuffer<float> dy, DeviceBuffer<float> drowBound)
    {
        int coordinates = Check(population, dimension, rho, rowBound, y);
        BufferGuard.Length(dprojected, coordinates, "population * dimension");
        BufferGuard.Length(dy, coordinates, "population * dimension");
        BufferGuard.Length(drowBound, population, "population");
        backward.Launch(
            backward.GroupSize, population,
            [
                KernelArgument.Of(rowBound), KernelArgument.Of(y), KernelArgument.Of(dprojected), KernelArgument.Of(dy),
                KernelArgument.Of(drowBound), KernelArgument.Of(dimension), KernelArgument.Of(rho),
            ]);
    }

    /// <summary>Gives the kernels back.</summary>
    public void Dispose()
    {
        forward.Dispose();
        backward.Dispose();
    }

    private static int Check(int population, int dimension, float rho, DeviceBuffer<float> rowBound, DeviceBuffer<float> y)
    {
        Guard.InRange(population, 0, Device.LargestRows);
        Guard.AtLeast(dimension, 0);
        Guard.InRange(rho, ContractionProjection.SmallestRho, 1);
        int coordinates = Guard.Product("y", "population * dimension", population, dimension);
        BufferGuard.Length(rowBound, population, "population");
        BufferGuard.Length(y, coordinates, "population * dimension");
        return coordinates;
    }
}
