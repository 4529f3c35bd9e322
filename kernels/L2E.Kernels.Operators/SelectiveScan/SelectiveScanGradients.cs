namespace L2E.Kernels.Operators;

/// <summary>
/// Where <see cref="SelectiveScan.Backward"/> writes (=) its gradients. Each has the shape of its tensor; the gradient of an
/// absent tensor is empty. Gradients are float whatever the tensors are stored as: what sums them up would lose them otherwise.
/// </summary>
public readonly ref struct SelectiveScanGradients
{
    /// <summary>du, [batch, length, channels].</summary>
    public required Span<float> U { get; init; }

    /// <summary>ddelta, [batch, length, channels].</summary>
    public required Span<float> Delta { get; init; }

    /// <summary>dA, [channels, states].</summary>
    public required Span<float> A { get; init; }

    /// <summary>dB, [batch, length, groups, states].</summary>
    public required Span<float> B { get; init; }

    /// <summary>dC, [batch, length, groups, states].</summary>
    public required Span<float> C { get; init; }

    /// <summary>dD, [channels].</summary>
    public Span<float> D { get; init; }

    /// <summary>dz, [batch, length, channels].</summary>
    public Span<float> Z { get; init; }

    /// <summary>ddelta_bias, [channels].</summary>
    public Span<float> DeltaBias { get; init; }

    /// <summary>dinitial_state, [batch, channels, states].</summary>
    public Span<float> InitialState { get; init; }

    internal void Validate<T>(in SelectiveScanInputs<T> inputs)
        where T : unmanaged
    {
        Guard.Length<float>(U, inputs.U.Length, "as u", "du");
        Guard.Length<float>(Delta, inputs.Delta.Length, "as delta", "ddelta");
        Guard.Length<float>(A, inputs.A.Length, "as A", "dA");
        Guard.Length<float>(B, inputs.B.Length, "as B", "dB");
        Guard.Length<float>(C, inputs.C.Length, "as C", "dC");
        Guard.Length<float>(D, inputs.D.Length, "as D", "dD");
        Guard.Length<float>(Z, inputs.Z.Length, "as z", "dz");
        Guard.Length<float>(DeltaBias, inputs.DeltaBias.Length, "as delta_bias", "ddelta_bias");
        Guard.Length<float>(InitialState, inputs.InitialState.Length, "as initial_state", "dinitial_state");
    }
}
