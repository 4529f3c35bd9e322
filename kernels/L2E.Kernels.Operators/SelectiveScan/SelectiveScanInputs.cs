namespace L2E.Kernels.Operators;

/// <summary>The inputs of a <see cref="SelectiveScan"/>. An optional tensor is absent when its span is empty.</summary>
/// <typeparam name="T">
/// How sequences are stored: <see cref="float"/>, <see cref="Half"/> or <see cref="BFloat16"/>. Parameters and states are float, and
/// so is all arithmetic.
/// </typeparam>
public readonly ref struct SelectiveScanInputs<T>
    where T : unmanaged
{
    /// <summary>The sequence u, [batch, length, channels].</summary>
    public required ReadOnlySpan<T> U { get; init; }

    /// <summary>Step sizes before bias and softplus, [batch, length, channels].</summary>
    public required ReadOnlySpan<T> Delta { get; init; }

    /// <summary>State matrix, diagonal, [channels, states]; negative for a stable recurrence.</summary>
    public required ReadOnlySpan<float> A { get; init; }

    /// <summary>Input gates, [batch, length, groups, states].</summary>
    public required ReadOnlySpan<T> B { get; init; }

    /// <summary>Output gates, [batch, length, groups, states].</summary>
    public required ReadOnlySpan<T> C { get; init; }

    /// <summary>Skip weights, [channels]; optional.</summary>
    public ReadOnlySpan<float> D { get; init; }

    /// <summary>Argument of the SiLU output gate, [batch, length, channels]; optional.</summary>
    public ReadOnlySpan<T> Z { get; init; }

    /// <summary>Added to delta, [channels]; optional.</summary>
    public ReadOnlySpan<float> DeltaBias { get; init; }

    /// <summary>State before the first step, [batch, channels, states]; optional, zero when absent.</summary>
    public ReadOnlySpan<float> InitialState { get; init; }

    /// <summary>Whether the step size is <c>softplus(delta + bias)</c> rather than <c>delta + bias</c>.</summary>
    public bool Softplus { get; init; }

    /// <summary>
    /// Whether time runs backwards: the step at index length - 1 is the first, from the initial state, and the one at index 0 the last.
    /// </summary>
    public bool Reverse { get; init; }

    internal void Validate(in SelectiveScanShape shape)
    {
        Storage.Check<T>();
        shape.Validate();
        int sequence = shape.Sequence, gates = shape.Gates;
        Guard.Length(U, sequence, "batch * length * channels", "u");
        Guard.Length(Delta, sequence, "batch * length * channels", "delta");
        Guard.Length(A, shape.Decay, "channels * states", "A");
        Guard.Length(B, gates, "batch * length * groups * states", "B");
        Guard.Length(C, gates, "batch * length * groups * states", "C");
        CheckOptional(D, shape.Channels, "channels, or empty when absent", "D");
        CheckOptional(Z, sequence, "batch * length * channels, or empty when absent", "z");
        CheckOptional(DeltaBias, shape.Channels, "channels, or empty when absent", "delta_bias");
        CheckOptional(InitialState, shape.State, "batch * channels * states, or empty when absent", "initial_state");
    }

    private static void CheckOptional<TElement>(ReadOnlySpan<TElement> tensor, int expected, string shape, string name)
    {
        if (!tensor.IsEmpty)
            Guard.Length(tensor, expected, shape, name);
    }
}
