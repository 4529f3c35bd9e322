using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// <see cref="PopulationScan"/> on a device, backward: formulas, shapes, domain and NaN are those on the CPU. The states before each chunk
/// of 16 individuals are computed first, those in between once more on the way back.
/// </summary>
/// <remarks>No sum depends on the order in which the device runs its work items: the results are the same from run to run.</remarks>
public sealed class DevicePopulationScanBackward : IDisposable
{
    // As in the kernels.
    private const int StateBlock = 4, Chunk = 16, SumsOfAGate = 3, NarrowBlock = 64;

    private readonly DeviceKernel gates, backward, gatesBackward;
    private readonly DeviceSum sum;
    private readonly int blockWidth;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">They do not compile.</exception>
    public DevicePopulationScanBackward(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        gates = device.Load("population-gates");
        gatesBackward = device.Load("population-gates-backward");
        backward = device.IsProcessor
            ? device.Load("population-scan-backward-wide", groupSize: 1)
            : device.Load("population-scan-backward", groupSize: NarrowBlock);
        blockWidth = device.IsProcessor ? Device.WidthOnProcessors : NarrowBlock;
        sum = new DeviceSum(device);
    }

    /// <summary>Floats of scratch that both passes need.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range, or the length exceeds the range of int.</exception>
    public int GetWorkspaceLength(PopulationScanShape shape)
    {
        shape.Validate();
        // The row bounds are a scan of one coordinate.
        PopulationScanShape largest = shape with { Dimension = Math.Max(1, shape.Dimension) };
        UInt128 shared = (UInt128)shape.Gates * (UInt128)(2 + SumsOfAGate * CountBlocks(largest) + 2);
        return Guard.Elements(
            "workspace", "gates, parts and terms of them, states before chunks",
            shared + (UInt128)CountChunks(shape) * StateBlock * (UInt128)largest.Dimension);
    }

    /// <summary>Gradients of <c>sum(y dy)</c> with <c>y = M D</c>.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="given">The gates.</param>
    /// <param name="D">The sequence, [population, dimension].</param>
    /// <param name="dy">Cotangent of y, [population, dimension].</param>
    /// <param name="gradients">Accumulated (+=): the gradients of the gates.</param>
    /// <param name="dD">Destination (=), [population, dimension]. No destination may be an input or another destination.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Backward(
        PopulationScanShape shape, DeviceGates given, DeviceBuffer<float> D, DeviceBuffer<float> dy, DeviceGates gradients,
        DeviceBuffer<float> dD, DeviceBuffer<float> workspace)
    {
        given.Validate(shape);
        BufferGuard.Length(D, shape.Coordinates, "population * dimension");
        BufferGuard.Length(dy, shape.Coordinates, "population * dimension");
        gradients.Validate(shape, "d");
        BufferGuard.Length(dD, shape.Coordinates, "population * dimension");
        BufferGuard.MinimumLength(workspace, GetWorkspaceLength(shape), "GetWorkspaceLength(shape)");
        Run(shape, given, D, dy, gradients, dD, workspace, isAbsolute: false);
    }

    /// <summary>
    /// Gradients of <c>sum(rowBound drowBound)</c>. Where an element of B or C is 0, the subgradient 0 of its absolute value is used.
    /// </summary>
    /// <param name="shape">Sizes; the dimension plays no part in the result.</param>
    /// <param name="given">The gates.</param>
    /// <param name="drowBound">Cotangent of the row bounds, [population].</param>
    /// <param name="gradients">Accumulated (+=): the gradients of the gates. None may be an input or another of them.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void RowBoundsBackward(
        PopulationScanShape shape, DeviceGates given, DeviceBuffer<float> drowBound, DeviceGates gradients, DeviceBuffer<float> workspace)
    {
        given.Validate(shape);
        BufferGuard.Length(drowBound, shape.Population, "population");
        gradients.Validate(shape, "d");
        BufferGuard.MinimumLength(workspace, GetWorkspaceLength(shape), "GetWorkspaceLength(shape)");
        Run(shape with { Dimension = 1 }, given, D: null, drowBound, gradients, dD: null, workspace, isAbsolute: true);
    }

    /// <summary>Gives the kernels back.</summary>
    public void Dispose()
    {
        gates.Dispose();
        backward.Dispose();
        gatesBackward.Dispose();
        sum.Dispose();
    }

    private static int CountChunks(PopulationScanShape shape) => (int)(((long)shape.Population + Chunk - 1) / Chunk);

    private void Run(
        PopulationScanShape shape, DeviceGates given, DeviceBuffer<float>? D, DeviceBuffer<float> dy, DeviceGates gradients,
        DeviceBuffer<float>? dD, DeviceBuffer<float> workspace, bool isAbsolute)
    {
        int blocks = CountBlocks(shape), parts = 2 * shape.Gates, terms = parts + SumsOfAGate * blocks * shape.Gates;
        int chunkStates = terms + 2 * shape.Gates;
        KernelArgument absolute = KernelArgument.Of(isAbsolute ? 1 : 0);
        DevicePopulationScan.PrepareGates(gates, shape, given, workspace, isAbsolute);
        backward.Launch(
            blocks * backward.GroupSize, 1,
            [
                KernelArgument.Of(workspace), KernelArgument.Of(given.C), KernelArgument.Of(D), KernelArgument.Of(dy),
                KernelArgument.Of(dD), KernelArgument.Of(chunkStates), KernelArgument.Of(parts), KernelArgument.Of(shape.Population),
                KernelArgument.Of(shape.Dimension), KernelArgument.Of(shape.States), absolute,
            ]);
        gatesBackward.Launch(
            shape.Gates, 1,
            [
                KernelArgument.Of(given.Delta), KernelArgument.Of(given.Decay), KernelArgument.Of(given.B), KernelArgument.Of(given.C),
                KernelArgument.Of(gradients.B), KernelArgument.Of(gradients.C), KernelArgument.Of(workspace), KernelArgument.Of(parts),
                KernelArgument.Of(terms), KernelArgument.Of(blocks), KernelArgument.Of(shape.Population),
                KernelArgument.Of(shape.States), absolute,
            ]);
        sum.Run(workspace, terms, shape.States, 1, shape.States, gradients.Delta, accumulate: true);
        sum.Run(workspace, terms + shape.Gates, 1, shape.States, shape.Population, gradients.Decay, accumulate: true);
    }

    /// <summary>Blocks of coordinates.</summary>
    private int CountBlocks(PopulationScanShape shape) => (int)(((long)shape.Dimension + blockWidth - 1) / blockWidth);
}
