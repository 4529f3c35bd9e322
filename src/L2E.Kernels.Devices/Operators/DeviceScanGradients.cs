using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// Where <see cref="DeviceSelectiveScanBackward"/> writes (=) its gradients, in the shapes of the tensors; the gradient of an absent tensor
/// is null.
/// </summary>
public sealed class DeviceScanGradients
{
    /// <summary>du, [batch, length, channels].</summary>
    public required DeviceBuffer<float> U { get; init; }

    /// <summary>ddelta, [batch, length, channels].</summary>
    public required DeviceBuffer<float> Delta { get; init; }

    /// <summary>dA, [channels, states].</summary>
    public required DeviceBuffer<float> A { get; init; }

    /// <summary>dB, [batch, length, groups, states].</summary>
    public required DeviceBuffer<float> B { get; init; }

    /// <summary>dC, [batch, length, groups, states].</summary>
    public required DeviceBuffer<float> C { get; init; }

    /// <summary>dD, [channels].</summary>
    public DeviceBuffer<float>? D { get; init; }

    /// <summary>dz, [batch, length, channels].</summary>
    public DeviceBuffer<float>? Z { get; init; }

    /// <summary>ddelta_bias, [channels].</summary>
    public DeviceBuffer<float>? DeltaBias { get; init; }

    /// <summary>dinitial_state, [batch, channels, states].</summary>
    public DeviceBuffer<float>? InitialState { get; init; }

    internal void Validate(in SelectiveScanShape shape, DeviceScanInputs inputs)
    {
        BufferGuard.Length(U, shape.Sequence, "as u", "du");
        BufferGuard.Length(Delta, shape.Sequence, "as delta", "ddelta");
        BufferGuard.Length(A, shape.Decay, "as A", "dA");
        BufferGuard.Length(B, shape.Gates, "as B", "dB");
        BufferGuard.Length(C, shape.Gates, "as C", "dC");
        BufferGuard.LengthAs(D, inputs.D, "as D", "dD");
        BufferGuard.LengthAs(Z, inputs.Z, "as z", "dz");
        BufferGuard.LengthAs(DeltaBias, inputs.DeltaBias, "as delta_bias", "ddelta_bias");
        BufferGuard.LengthAs(InitialState, inputs.InitialState, "as initial_state", "dinitial_state");
    }
}
