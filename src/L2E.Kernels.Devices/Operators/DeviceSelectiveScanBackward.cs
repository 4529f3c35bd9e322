using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// <see cref="SelectiveScan.Backward"/> on a device: formulas, shapes, domain and NaN are those on the CPU. Nothing has to be saved by the
/// forward pass: the states before each chunk of 8 steps are computed first, those in between once more on the way back.
/// </summary>
/// <remarks>
/// A work item walks through time with 16 states of a channel, on a processor of 32 channels, and does so again for the next 16. No sum
/// depends on the order in which the device runs its work items: the results are the same from run to run. Decays below e^-87 are e^-87.
/// </remarks>
public sealed class DeviceSelectiveScanBackward : IDisposable
{
    // As in the kernels.
    private const int StateBlock = 16, Chunk = 8, NarrowBlock = 64;

    private readonly DeviceKernel backward;
    private readonly DeviceSum sum;
    private readonly int blockWidth;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">They do not compile.</exception>
    public DeviceSelectiveScanBackward(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        backward = device.IsProcessor
            ? device.Load("selective-scan-backward-wide", groupSize: 1)
            : device.Load("selective-scan-backward", groupSize: NarrowBlock);
        blockWidth = device.IsProcessor ? Device.WidthOnProcessors : NarrowBlock;
        sum = new DeviceSum(device);
    }

    /// <summary>Floats of scratch that <see cref="Backward"/> needs.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range, or the length exceeds the range of int.</exception>
    public int GetWorkspaceLength(SelectiveScanShape shape)
    {
        shape.Validate();
        UInt128 sequences = (UInt128)shape.Batch * (UInt128)shape.Channels;
        UInt128 chunkStates = sequences * (UInt128)CountChunks(shape) * StateBlock;
        UInt128 gates = 2 * (UInt128)CountBlocks(shape) * (UInt128)shape.Gates;
        UInt128 channels = sequences * (UInt128)(shape.States + 2);
        return Guard.Elements("workspace", "states before chunks, parts of gates and of channels", chunkStates + gates + channels);
    }

    /// <summary>Gradients of <c>sum(y dy) + sum(last_state dlast_state)</c>.</summary>
    /// <param name="shape">Sizes; a batch of at most 65,535.</param>
    /// <param name="inputs">The inputs that the forward pass had.</param>
    /// <param name="dy">Cotangent of y, [batch, length, channels].</param>
    /// <param name="dlastState">Cotangent of the last state, [batch, channels, states]; null for zero.</param>
    /// <param name="gradients">Destinations (=); none may be an input or another of them.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Backward(
        SelectiveScanShape shape, DeviceScanInputs inputs, DeviceBuffer<float> dy, DeviceBuffer<float>? dlastState,
        DeviceScanGradients gradients, DeviceBuffer<float> workspace)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(gradients);
        inputs.Validate(shape);
        Guard.InRange(shape.Batch, 0, Device.LargestRows);
        BufferGuard.Length(dy, shape.Sequence, "batch * length * channels");
        BufferGuard.OptionalLength(dlastState, shape.State, "batch * channels * states, or absent for zero", "dlast_state");
        gradients.Validate(shape, inputs);
        BufferGuard.MinimumLength(workspace, GetWorkspaceLength(shape), "GetWorkspaceLength(shape)");

        int blocks = CountBlocks(shape), gates = shape.Gates, channelRow = shape.Channels * (shape.States + 2);
        int gateParts = shape.Batch * shape.Channels * CountChunks(shape) * StateBlock, channelParts = gateParts + 2 * blocks * gates;
        backward.Launch(
            shape.Groups * blocks * backward.GroupSize, shape.Batch,
            [
                KernelArgument.Of(inputs.U), KernelArgument.Of(inputs.Delta), KernelArgument.Of(inputs.A), KernelArgument.Of(inputs.B),
                KernelArgument.Of(inputs.C), KernelArgument.Of(inputs.D), KernelArgument.Of(inputs.Z),
                KernelArgument.Of(inputs.DeltaBias), KernelArgument.Of(inputs.InitialState), KernelArgument.Of(dy),
                KernelArgument.Of(dlastState), KernelArgument.Of(gradients.U), KernelArgument.Of(gradients.Delta),
                KernelArgument.Of(gradients.Z), KernelArgument.Of(gradients.InitialState), KernelArgument.Of(workspace),
                KernelArgument.Of(gateParts), KernelArgument.Of(channelParts), KernelArgument.Of(shape.Length),
                KernelArgument.Of(shape.Channels), KernelArgument.Of(shape.States), KernelArgument.Of(shape.Groups),
                KernelArgument.Of(inputs.Softplus ? 1 : 0), KernelArgument.Of(inputs.Reverse ? 1 : 0),
            ]);
        sum.Run(workspace, gateParts, 1, 2 * gates, blocks, gradients.B);
        sum.Run(workspace, gateParts + gates, 1, 2 * gates, blocks, gradients.C);
        sum.Run(workspace, channelParts, 1, channelRow, shape.Batch, gradients.A);
        if (gradients.D is not null)
            sum.Run(workspace, channelParts + shape.Decay, 1, channelRow, shape.Batch, gradients.D);
        if (gradients.DeltaBias is not null)
            sum.Run(workspace, channelParts + shape.Decay + shape.Channels, 1, channelRow, shape.Batch, gradients.DeltaBias);
    }

    /// <summary>Gives the kernels back.</summary>
    public void Dispose()
    {
        backward.Dispose();
        sum.Dispose();
    }

    private static int CountChunks(SelectiveScanShape shape) => (int)(((long)shape.Length + Chunk - 1) / Chunk);

    /// <summary>Blocks of the channels of a group.</summary>
    private int CountBlocks(SelectiveScanShape shape) => (int)(((long)shape.ChannelsPerGroup + blockWidth - 1) / blockWidth);
}
