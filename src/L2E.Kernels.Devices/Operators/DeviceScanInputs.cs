using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>
/// The inputs of a <see cref="DeviceSelectiveScan"/>, in the shapes of <see cref="SelectiveScanInputs{T}"/>; null is absent.
/// </summary>
public sealed class DeviceScanInputs
{
    /// <summary>The sequence u, [batch, length, channels].</summary>
    public required DeviceBuffer<float> U { get; init; }

    /// <summary>Step sizes before bias and softplus, [batch, length, channels].</summary>
    public required DeviceBuffer<float> Delta { get; init; }

    /// <summary>State matrix, diagonal, [channels, states].</summary>
    public required DeviceBuffer<float> A { get; init; }

    /// <summary>Input gates, [batch, length, groups, states].</summary>
    public required DeviceBuffer<float> B { get; init; }

    /// <summary>Output gates, [batch, length, groups, states].</summary>
    public required DeviceBuffer<float> C { get; init; }

    /// <summary>Skip weights, [channels].</summary>
    public DeviceBuffer<float>? D { get; init; }

    /// <summary>Argument of the output gate, [batch, length, channels].</summary>
    public DeviceBuffer<float>? Z { get; init; }

    /// <summary>Added to delta, [channels].</summary>
    public DeviceBuffer<float>? DeltaBias { get; init; }

    /// <summary>State before the first step, [batch, channels, states].</summary>
    public DeviceBuffer<float>? InitialState { get; init; }

    /// <summary>Whether the step size is <c>softplus(delta + bias)</c> rather than <c>delta + bias</c>.</summary>
    public bool Softplus { get; init; }

    /// <summary>Whether time runs backwards.</summary>
    public bool Reverse { get; init; }

    internal void Validate(in SelectiveScanShape shape)
    {
        shape.Validate();
        int sequence = shape.Sequence, gates = shape.Gates;
        BufferGuard.Length(U, sequence, "batch * length * channels", "u");
        BufferGuard.Length(Delta, sequence, "batch * length * channels", "delta");
        BufferGuard.Length(A, shape.Decay, "channels * states", "A");
        BufferGuard.Length(B, gates, "batch * length * groups * states", "B");
        BufferGuard.Length(C, gates, "batch * length * groups * states", "C");
        BufferGuard.OptionalLength(D, shape.Channels, "channels, or absent", "D");
        BufferGuard.OptionalLength(Z, sequence, "batch * length * channels, or absent", "z");
        BufferGuard.OptionalLength(DeltaBias, shape.Channels, "channels, or absent", "delta_bias");
        BufferGuard.OptionalLength(InitialState, shape.State, "batch * channels * states, or absent", "initial_state");
    }
}
