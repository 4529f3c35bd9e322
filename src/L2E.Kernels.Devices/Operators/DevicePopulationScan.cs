using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary><see cref="PopulationScan"/> on a device, forward: formulas, shapes, domain and NaN are those on the CPU.</summary>
/// <remarks>
/// A work item walks through the individuals with four states of a coordinate, on a processor of 32 coordinates, and does so again for the
/// next four.
/// </remarks>
public sealed class DevicePopulationScan : IDisposable
{
    private readonly DeviceKernel gates, forward;
    private readonly int width;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">They do not compile.</exception>
    public DevicePopulationScan(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        gates = device.Load("population-gates");
        forward = device.IsProcessor ? device.Load("population-scan-wide", groupSize: 1) : device.Load("population-scan");
        width = device.IsProcessor ? Device.WidthOnProcessors : 1;
    }

    /// <summary>Floats of scratch that <see cref="Forward"/> and <see cref="RowBounds"/> need.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public static int GetWorkspaceLength(PopulationScanShape shape)
    {
        shape.Validate();
        return Guard.Product("workspace", "2 * population * states", 2, shape.Population, shape.States);
    }

    /// <summary>The row bounds <c>r_i = sum_(j &lt;= i) sum_n |C_in| exp(-decay_n (cum_i - cum_j)) delta_j |B_jn|</c>.</summary>
    /// <param name="shape">Sizes; the dimension plays no part.</param>
    /// <param name="given">The gates.</param>
    /// <param name="rowBound">Destination (=), [population]; must not be an input.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void RowBounds(
        PopulationScanShape shape, DeviceGates given, DeviceBuffer<float> rowBound, DeviceBuffer<float> workspace)
    {
        given.Validate(shape);
        BufferGuard.Length(rowBound, shape.Population, "population");
        BufferGuard.MinimumLength(workspace, GetWorkspaceLength(shape), "GetWorkspaceLength(shape)");
        Run(shape with { Dimension = 1 }, given, D: null, rowBound, workspace, isAbsolute: true);
    }

    /// <summary><c>y = M D</c>, not projected.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="given">The gates.</param>
    /// <param name="D">The sequence, [population, dimension].</param>
    /// <param name="y">Destination (=), [population, dimension]; must not be an input.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Forward(
        PopulationScanShape shape, DeviceGates given, DeviceBuffer<float> D, DeviceBuffer<float> y, DeviceBuffer<float> workspace)
    {
        given.Validate(shape);
        BufferGuard.Length(D, shape.Coordinates, "population * dimension");
        BufferGuard.Length(y, shape.Coordinates, "population * dimension");
        BufferGuard.MinimumLength(workspace, GetWorkspaceLength(shape), "GetWorkspaceLength(shape)");
        Run(shape, given, D, y, workspace, isAbsolute: false);
    }

    /// <summary>Gives the kernels back.</summary>
    public void Dispose()
    {
        gates.Dispose();
        forward.Dispose();
    }

    /// <summary><see cref="Forward"/> with buffers that may be longer.</summary>
    internal void Launch(
        PopulationScanShape shape, DeviceGates given, DeviceBuffer<float> D, DeviceBuffer<float> y, DeviceBuffer<float> workspace) =>
        Run(shape, given, D, y, workspace, isAbsolute: false);

    private void Run(
        PopulationScanShape shape, DeviceGates given, DeviceBuffer<float>? D, DeviceBuffer<float> y, DeviceBuffer<float> workspace,
        bool isAbsolute)
    {
        PrepareGates(gates, shape, given, workspace, isAbsolute);
        forward.Launch(
            (int)(((long)shape.Dimension + width - 1) / width), 1,
            [
                KernelArgument.Of(workspace), KernelArgument.Of(given.C), KernelArgument.Of(D), KernelArgument.Of(y),
                KernelArgument.Of(shape.Population), KernelArgument.Of(shape.Dimension), KernelArgument.Of(shape.States),
                KernelArgument.Of(isAbsolute ? 1 : 0),
            ]);
    }

    /// <summary>What all coordinates share, at the beginning of the workspace.</summary>
    internal static void PrepareGates(
        DeviceKernel kernel, PopulationScanShape shape, DeviceGates given, DeviceBuffer<float> workspace, bool isAbsolute) =>
        kernel.Launch(
            shape.Gates, 1,
            [
                KernelArgument.Of(given.Delta), KernelArgument.Of(given.Decay), KernelArgument.Of(given.B), KernelArgument.Of(workspace),
                KernelArgument.Of(shape.Population), KernelArgument.Of(shape.States), KernelArgument.Of(isAbsolute ? 1 : 0),
            ]);
}
