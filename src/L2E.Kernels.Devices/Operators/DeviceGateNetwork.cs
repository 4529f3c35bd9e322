using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// <see cref="GateNetwork"/> on a device, forward, for populations of one size: formulas, shapes, domain and NaN are those on the CPU. What
/// it computes on the way stays in memory that it reserves.
/// </summary>
public sealed class DeviceGateNetwork : IDisposable
{
    private readonly PopulationScanShape shape;
    private readonly DevicePopulationScan scan;
    private readonly DeviceKernel gatesKernel, individualsKernel, populationKernel;
    private readonly DeviceBuffer<float> hidden, mixed, context, workspace;

    /// <summary>Compiles the kernels and reserves memory.</summary>
    /// <param name="device">The device.</param>
    /// <param name="population">Individuals, 1 or more.</param>
    /// <exception cref="ArgumentException"><paramref name="population"/> is out of range.</exception>
    /// <exception cref="DeviceException">The kernels do not compile, or the device has not enough memory.</exception>
    public DeviceGateNetwork(Device device, int population)
    {
        ArgumentNullException.ThrowIfNull(device);
        Guard.AtLeast(population, 1);
        int contextLength = Guard.Product("context", "population * 2 * Hidden", population, 2, GateNetwork.Hidden);
        shape = new PopulationScanShape(population, GateNetwork.Hidden, GateNetwork.States);
        scan = new DevicePopulationScan(device);
        gatesKernel = device.Load("gate-network-gates");
        individualsKernel = device.Load("gate-network-individuals");
        populationKernel = device.Load("gate-network-population");
        hidden = device.Allocate<float>(shape.Coordinates);
        mixed = device.Allocate<float>(shape.Coordinates);
        context = device.Allocate<float>(contextLength);
        workspace = device.Allocate<float>(DevicePopulationScan.GetWorkspaceLength(shape));
    }

    /// <summary>Gates and outputs for a population sorted by fitness.</summary>
    /// <param name="rho">Bound on the absolute row sums of the projected scan, 1e-6 to 1.</param>
    /// <param name="parameters">[<see cref="GateNetwork.ParameterCount"/>], laid out as <see cref="GateParameters"/> says.</param>
    /// <param name="individualFeatures">[population, 4]</param>
    /// <param name="globalFeatures">[7]</param>
    /// <param name="gates">Destination (=): the gates, with 4 states.</param>
    /// <param name="rowBound">Destination (=): bounds on the absolute row sums of the scan before projection, [population].</param>
    /// <param name="individualOutputs">Destination (=): [population, 2].</param>
    /// <param name="globalOutputs">Destination (=): [8]. No destination may be an input or another destination.</param>
    /// <exception cref="ArgumentException"><paramref name="rho"/> is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Forward(
        float rho, DeviceBuffer<float> parameters, DeviceBuffer<float> individualFeatures, DeviceBuffer<float> globalFeatures,
        DeviceGates gates, DeviceBuffer<float> rowBound, DeviceBuffer<float> individualOutputs, DeviceBuffer<float> globalOutputs)
    {
        int population = shape.Population;
        Guard.InRange(rho, ContractionProjection.SmallestRho, 1);
        BufferGuard.Length(parameters, GateNetwork.ParameterCount, "ParameterCount");
        BufferGuard.Length(individualFeatures, population * GateNetwork.IndividualFeatures, "population * IndividualFeatures");
        BufferGuard.Length(globalFeatures, GateNetwork.GlobalFeatures, "GlobalFeatures");
        gates.Validate(shape);
        BufferGuard.Length(rowBound, population, "population");
        BufferGuard.Length(individualOutputs, population * GateNetwork.IndividualOutputs, "population * IndividualOutputs");
        BufferGuard.Length(globalOutputs, GateNetwork.GlobalOutputs, "GlobalOutputs");
        gatesKernel.Launch(
            population, 1,
            [
                KernelArgument.Of(parameters), KernelArgument.Of(individualFeatures), KernelArgument.Of(globalFeatures),
                KernelArgument.Of(hidden), KernelArgument.Of(gates.Delta), KernelArgument.Of(gates.Decay), KernelArgument.Of(gates.B),
                KernelArgument.Of(gates.C), KernelArgument.Of(population),
            ]);
        scan.RowBounds(shape, gates, rowBound, workspace);
        scan.Forward(shape, gates, hidden, mixed, workspace);
        individualsKernel.Launch(
            population, 1,
            [
                KernelArgument.Of(parameters), KernelArgument.Of(hidden), KernelArgument.Of(mixed), KernelArgument.Of(rowBound),
                KernelArgument.Of(context), KernelArgument.Of(individualOutputs), KernelArgument.Of(population), KernelArgument.Of(rho),
            ]);
        populationKernel.Launch(
            populationKernel.GroupSize, 1,
            [
                KernelArgument.Of(parameters), KernelArgument.Of(context), KernelArgument.Of(globalOutputs), KernelArgument.Of(population),
            ]);
    }

    /// <summary>Gives the kernels and the memory back.</summary>
    public void Dispose()
    {
        scan.Dispose();
        gatesKernel.Dispose();
        individualsKernel.Dispose();
        populationKernel.Dispose();
        hidden.Dispose();
        mixed.Dispose();
        context.Dispose();
        workspace.Dispose();
    }
}
