using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary><see cref="SelectiveScan"/> on a device: formulas, shapes, domain and NaN are those on the CPU.</summary>
/// <remarks>
/// A work item walks through time with the states of a channel, on a processor of 32 channels, so that a device is busy where
/// batch * channels is large. Where it would not be and a sequence is long, it is cut into chunks: what each makes of the state 0, then the
/// state before each, then all of them at the same time; about twice the work, on many times as many work items. Decays below e^-87 are
/// e^-87. The results are the same from run to run, but in their last bits depend on where a sequence is cut.
/// </remarks>
public sealed class DeviceSelectiveScan : IDisposable
{
    private const int StatesInRegisters = 16, ShortestChunk = 64;

    private readonly Device device;
    private readonly DeviceKernel forward, forward16;
    private readonly bool isWide;
    private DeviceKernel? chunkStates, carry;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">They do not compile.</exception>
    public DeviceSelectiveScan(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        (this.device, isWide) = (device, device.IsProcessor);
        // A work item of a processor is busy enough to be a group of its own.
        forward = isWide ? device.Load("selective-scan-wide", groupSize: 1) : device.Load("selective-scan");
        forward16 = isWide ? device.Load("selective-scan-16-wide", groupSize: 1) : device.Load("selective-scan-16");
    }

    /// <summary>Floats of scratch that <see cref="Forward"/> needs where it cuts sequences; 0 where it does not.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range, or the length exceeds the range of int.</exception>
    public int GetWorkspaceLength(SelectiveScanShape shape)
    {
        shape.Validate();
        int chunks = CountChunks(shape, out _);
        return chunks == 1
            ? 0
            : Guard.Product("workspace", "batch * chunks * channels * (states + 1)", shape.Batch, chunks, shape.Channels, shape.States + 1);
    }

    /// <summary>The scan.</summary>
    /// <param name="shape">Sizes; a batch of at most 65,535.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="y">Destination (=), [batch, length, channels]; may be u, delta or z, else must not be an input.</param>
    /// <param name="lastState">
    /// Destination (=): the state after the last step, [batch, channels, states]; null when not wanted. May be the initial state.
    /// </param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats; null to cut no sequence.</param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error, or the kernels of chunks do not compile.</exception>
    public void Forward(
        SelectiveScanShape shape, DeviceScanInputs inputs, DeviceBuffer<float> y, DeviceBuffer<float>? lastState,
        DeviceBuffer<float>? workspace)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        inputs.Validate(shape);
        Guard.InRange(shape.Batch, 0, Device.LargestRows);
        BufferGuard.Length(y, shape.Sequence, "batch * length * channels");
        BufferGuard.OptionalLength(lastState, shape.State, "batch * channels * states, or absent", "last_state");
        if (workspace is not null)
            BufferGuard.MinimumLength(workspace, GetWorkspaceLength(shape), "GetWorkspaceLength(shape)");
        int chunk = shape.Length, chunks = workspace is null ? 1 : CountChunks(shape, out chunk);
        if (chunks == 1)
            Walk(shape, inputs, y, inputs.InitialState, lastState, 1, shape.Length);
        else
            WalkChunks(shape, inputs, y, lastState, workspace!, chunks, chunk);
    }

    /// <summary>Gives the kernels back.</summary>
    public void Dispose()
    {
        forward.Dispose();
        forward16.Dispose();
        chunkStates?.Dispose();
        carry?.Dispose();
    }

    private void WalkChunks(
        SelectiveScanShape shape, DeviceScanInputs inputs, DeviceBuffer<float> y, DeviceBuffer<float>? lastState,
        DeviceBuffer<float> workspace, int chunks, int chunk)
    {
        chunkStates ??= isWide ? device.Load("selective-scan-chunks-wide", groupSize: 1) : device.Load("selective-scan-chunks");
        carry ??= device.Load("selective-scan-carry");
        int stepSums = shape.Batch * chunks * shape.Decay;
        chunkStates.Launch(
            CountItems(shape), shape.Batch * chunks,
            [
                KernelArgument.Of(inputs.U), KernelArgument.Of(inputs.Delta), KernelArgument.Of(inputs.A), KernelArgument.Of(inputs.B),
                KernelArgument.Of(inputs.DeltaBias), KernelArgument.Of(workspace), KernelArgument.Of(stepSums),
                KernelArgument.Of(shape.Length), KernelArgument.Of(shape.Channels), KernelArgument.Of(shape.States),
                KernelArgument.Of(shape.Groups), KernelArgument.Of(inputs.Softplus ? 1 : 0), KernelArgument.Of(inputs.Reverse ? 1 : 0),
                KernelArgument.Of(chunk),
            ]);
        carry.Launch(
            shape.Decay, shape.Batch,
            [
                KernelArgument.Of(inputs.A), KernelArgument.Of(inputs.InitialState), KernelArgument.Of(workspace),
                KernelArgument.Of(lastState), KernelArgument.Of(stepSums), KernelArgument.Of(shape.Decay), KernelArgument.Of(shape.States),
                KernelArgument.Of(chunks),
            ]);
        Walk(shape, inputs, y, workspace, null, chunks, chunk);
    }

    private void Walk(
        SelectiveScanShape shape, DeviceScanInputs inputs, DeviceBuffer<float> y, DeviceBuffer<float>? initialState,
        DeviceBuffer<float>? lastState, int chunks, int chunk)
    {
        DeviceKernel kernel = shape.States == StatesInRegisters ? forward16 : forward;
        kernel.Launch(
            CountItems(shape), shape.Batch * chunks,
            [
                KernelArgument.Of(inputs.U), KernelArgument.Of(inputs.Delta), KernelArgument.Of(inputs.A), KernelArgument.Of(inputs.B),
                KernelArgument.Of(inputs.C), KernelArgument.Of(inputs.D), KernelArgument.Of(inputs.Z),
                KernelArgument.Of(inputs.DeltaBias), KernelArgument.Of(initialState), KernelArgument.Of(y), KernelArgument.Of(lastState),
                KernelArgument.Of(shape.Length), KernelArgument.Of(shape.Channels), KernelArgument.Of(shape.States),
                KernelArgument.Of(shape.Groups), KernelArgument.Of(inputs.Softplus ? 1 : 0), KernelArgument.Of(inputs.Reverse ? 1 : 0),
                KernelArgument.Of(chunk),
            ]);
    }

    /// <summary>
    /// Into how many chunks each sequence is cut: into as many as occupy the device, where whole sequences occupy less than half of it.
    /// </summary>
    private int CountChunks(SelectiveScanShape shape, out int chunk)
    {
        // A multiprocessor hides its memory's latency behind a few hundred work items; a processor shares chunks out more evenly when there
        // are more of them than processors.
        const int ItemsOfMultiprocessor = 512, ItemsOfProcessor = 4;
        long items = Math.Max(1, (long)shape.Batch * CountItems(shape));
        long busy = (long)device.ComputeUnits * (isWide ? 1 : ItemsOfMultiprocessor), wanted = isWide ? busy * ItemsOfProcessor : busy;
        long chunks = 2 * items > busy ? 1 : Math.Min(wanted / items, shape.Length / ShortestChunk);
        chunks = Math.Clamp(chunks, 1, Device.LargestRows / Math.Max(1, shape.Batch));
        chunk = (int)((shape.Length + chunks - 1) / chunks);
        return chunk == 0 ? 1 : (shape.Length + chunk - 1) / chunk;
    }

    /// <summary>Work items of a sequence: its channels, or its blocks of channels.</summary>
    private int CountItems(SelectiveScanShape shape) => isWide
        ? shape.Groups * (int)(((long)shape.ChannelsPerGroup + Device.WidthOnProcessors - 1) / Device.WidthOnProcessors)
        : shape.Channels;
}
