using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary><see cref="SelectiveScan"/> on a device: formulas, shapes, domain and NaN are those on the CPU.</summary>
/// <remarks>
/// A work item walks through time with the states of a channel, on a processor of 32 channels, so that a device is busy where
/// batch * channels is large. Decays below e^-87 are e^-87.
/// </remarks>
public sealed class DeviceSelectiveScan : IDisposable
{
    private const int StatesInRegisters = 16;

    private readonly DeviceKernel forward, forward16;
    private readonly bool isWide;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="DeviceException">They do not compile.</exception>
    public DeviceSelectiveScan(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        isWide = device.IsProcessor;
        // A work item of a processor is busy enough to be a group of its own.
        forward = isWide ? device.Load("selective-scan-wide", groupSize: 1) : device.Load("selective-scan");
        forward16 = isWide ? device.Load("selective-scan-16-wide", groupSize: 1) : device.Load("selective-scan-16");
    }

    /// <summary>The scan.</summary>
    /// <param name="shape">Sizes; a batch of at most 65,535.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="y">Destination (=), [batch, length, channels]; may be u, delta or z, else must not be an input.</param>
    /// <param name="lastState">
    /// Destination (=): the state after the last step, [batch, channels, states]; null when not wanted. May be the initial state.
    /// </param>
    /// <exception cref="ArgumentException">A size is out of range or a buffer has the wrong length.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Forward(SelectiveScanShape shape, DeviceScanInputs inputs, DeviceBuffer<float> y, DeviceBuffer<float>? lastState)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        inputs.Validate(shape);
        Guard.InRange(shape.Batch, 0, Device.LargestRows);
        BufferGuard.Length(y, shape.Sequence, "batch * length * channels");
        BufferGuard.OptionalLength(lastState, shape.State, "batch * channels * states, or absent", "last_state");
        DeviceKernel kernel = shape.States == StatesInRegisters ? forward16 : forward;
        int blocks = (int)(((long)shape.ChannelsPerGroup + Device.WidthOnProcessors - 1) / Device.WidthOnProcessors);
        kernel.Launch(
            isWide ? shape.Groups * blocks : shape.Channels, shape.Batch,
            [
                KernelArgument.Of(inputs.U), KernelArgument.Of(inputs.Delta), KernelArgument.Of(inputs.A), KernelArgument.Of(inputs.B),
                KernelArgument.Of(inputs.C), KernelArgument.Of(inputs.D), KernelArgument.Of(inputs.Z),
                KernelArgument.Of(inputs.DeltaBias), KernelArgument.Of(inputs.InitialState), KernelArgument.Of(y),
                KernelArgument.Of(lastState), KernelArgument.Of(shape.Length), KernelArgument.Of(shape.Channels),
                KernelArgument.Of(shape.States), KernelArgument.Of(shape.Groups), KernelArgument.Of(inputs.Softplus ? 1 : 0),
                KernelArgument.Of(inputs.Reverse ? 1 : 0),
            ]);
    }

    /// <summary>Gives the kernels back.</summary>
    public void Dispose()
    {
        forward.Dispose();
        forward16.Dispose();
    }
}
