namespace L2E.Kernels.Operators;

/// <summary>The inputs of a <see cref="SelectiveScan"/>. An optional tensor is absent when its span is empty.</summary>
public readonly ref struct SelectiveScanInputs
{
    /// <summary>The sequence u, [batch, length, channels].</summary>
    public required ReadOnlySpan<float> U { get; init; }

    /// <summary>Step sizes before bias and softplus, [batch, length, channels].</summary>
    public required ReadOnlySpan<float> Delta { get; init; }

    /// <summary>State matrix, diagonal, [channels, states]; negative for a stable recurrence.</summary>
    public required ReadOnlySpan<float> A { get; init; }

    /// <summary>Input gates, [batch, length, groups, states].</summary>
    public required ReadOnlySpan<float> B { get; init; }

    /// <summary>Output gates, [batch, length, groups, states].</summary>
    public required ReadOnlySpan<float> C { get; init; }

    /// <summary>Skip weights, [channels]; optional.</summary>
    public ReadOnlySpan<float> D { get; init; }

    /// <summary>Argument of the SiLU output gate, [batch, length, channels]; optional.</summary>
    public ReadOnlySpan<float> Z { get; init; }

    /// <summary>Added to delta, [channels]; optional.</summary>
    public ReadOnlySpan<float> DeltaBias { get; init; }

    /// <summary>State before the first step, [batch, channels, states]; optional, zero when absent.</summary>
    public ReadOnlySpan<float> InitialState { get; init; }

    /// <summary>Whether the step size is <c>softplus(delta + bias)</c> rather than <c>delta + bias</c>.</summary>
    public bool Softplus { get; init; }

    internal void Validate(SelectiveScanShape shape)
    {
        shape.Validate();
        Guard.Length(U, shape.Sequence, "batch * length * channels", "u");
        Guard.Length(Delta, shape.Sequence, "batch * length * channels", "delta");
        Guard.Length(A, shape.Decay, "channels * states", "A");
        Guard.Length(B, shape.Gates, "batch * length * groups * states", "B");
        Guard.Length(C, shape.Gates, "batch * length * groups * states", "C");
        CheckOptional(D, shape.Channels, "channels, or empty when absent", "D");
        CheckOptional(Z, shape.Sequence, "batch * length * channels, or empty when absent", "z");
        CheckOptional(DeltaBias, shape.Channels, "channels, or empty when absent", "delta_bias");
        CheckOptional(InitialState, shape.State, "batch * channels * states, or empty when absent", "initial_state");
    }

    private static void CheckOptional(ReadOnlySpan<float> tensor, int expected, string shape, string name)
    {
        if (!tensor.IsEmpty)
            Guard.Length(tensor, expected, shape, name);
    }
}
