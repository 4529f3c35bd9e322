using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// <see cref="ContractiveStep.Backward"/> on a device: formulas, shapes, domain and NaN are those on the CPU. A group of work items adds up
/// a row, in an order that is always the same.
/// </summary>
public sealed class DeviceContractiveStepBackward : IDisposable
{
    private readonly DeviceKernel kernel;

    /// <summary>Compiles the kernel.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">It does not compile.</exception>
    public DeviceContractiveStepBackward(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        kernel = device.Load("contractive-step-backward");
    }

    /// <summary>Gradients of <c>sum(next dnext)</c> of the step without noise.</summary>
    /// <param name="population">Rows, 0 to 65,535.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="rho">The bound on absolute row sums, 1e-6 to 1.</param>
    /// <param name="rowBound">A bound on each absolute row sum of the map, [population].</param>
    /// <param name="relaxation">Weight of the new point in each row, [population].</param>
    /// <param name="D">The current points, [population, dimension].</param>
    /// <param name="y">The map's output, [population, dimension].</param>
    /// <param name="box">Both ends of the box; null for none.</param>
    /// <param name="dnext">Cotangent of next, [population, dimension].</param>
    /// <param name="drowBound">Destination (=), [population]; must not be an input.</param>
    /// <param name="drelaxation">Destination (=), [population]; must not be an input.</param>
    /// <param name="dD">Destination (=), [population, dimension]; may be <paramref name="dnext"/>.</param>
    /// <param name="dy">
    /// Destination (=), [population, dimension]; may be <paramref name="dnext"/> when <paramref name="dD"/> is not.
    /// </param>
    /// <exception cref="ArgumentException">A size or <paramref name="rho"/> is out of range, or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Backward(
        int population, int dimension, float rho, DeviceBuffer<float> rowBound, DeviceBuffer<float> relaxation, DeviceBuffer<float> D,
        DeviceBuffer<float> y, DeviceBox? box, DeviceBuffer<float> dnext, DeviceBuffer<float> drowBound, DeviceBuffer<float> drelaxation,
        DeviceBuffer<float> dD, DeviceBuffer<float> dy)
    {
        int coordinates = DeviceContractiveStep.Check(population, dimension, rho, rowBound, relaxation, D, y, box);
        BufferGuard.Length(dnext, coordinates, "population * dimension");
        BufferGuard.Length(drowBound, population, "population");
        BufferGuard.Length(drelaxation, population, "population");
        BufferGuard.Length(dD, coordinates, "population * dimension");
        BufferGuard.Length(dy, coordinates, "population * dimension");
        kernel.Launch(
            kernel.GroupSize, population,
            [
                KernelArgument.Of(rowBound), KernelArgument.Of(relaxation), KernelArgument.Of(D), KernelArgument.Of(y),
                KernelArgument.Of(box?.Lower), KernelArgument.Of(box?.Upper), KernelArgument.Of(dnext), KernelArgument.Of(drowBound),
                KernelArgument.Of(drelaxation), KernelArgument.Of(dD), KernelArgument.Of(dy), KernelArgument.Of(dimension),
                KernelArgument.Of(rho),
            ]);
    }

    /// <summary>Gives the kernel back.</summary>
    public void Dispose() => kernel.Dispose();
}
