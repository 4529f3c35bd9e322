namespace L2E.Kernels;

/// <summary>Where the parameters of a <see cref="TimeScan"/> lie in their vector: row-major matrices, one behind the other.</summary>
public static class TimeScanLayout
{
    /// <summary>Numbers of the context, the global features first.</summary>
    public const int Context = 18;

    /// <summary>Units of the context's hidden layer.</summary>
    public const int Hidden = 10;

    /// <summary>Global outputs that are corrected.</summary>
    public const int Controls = 7;

    internal const int Evidence = 12, CoordinateHidden = 8, Corrections = 3;
    internal const int Signals = 3, States = 3, ReadOut = 2 * States + 2;

    /// <summary>From the context and 1 to the hidden layer, <c>[19, 10]</c>.</summary>
    public static Range HiddenWeights { get; } = Behind(0, (Context + 1) * Hidden);

    /// <summary>From the context and the hidden layer to the controls, <c>[28, 7]</c>.</summary>
    public static Range ControlWeights { get; } = Behind(HiddenWeights, (Context + Hidden) * Controls);

    /// <summary>From the context and 1 to the read-out of states and signals, the step size and the input gates, <c>[19, 12]</c>.</summary>
    public static Range GateWeights { get; } = Behind(ControlWeights, (Context + 1) * (ReadOut + 1 + Signals));

    /// <summary>From a coordinate's evidence, the hidden layer and 1 to the coordinate's hidden layer, <c>[23, 8]</c>.</summary>
    public static Range CoordinateWeights { get; } = Behind(GateWeights, (Evidence + Hidden + 1) * CoordinateHidden);

    /// <summary>From the evidence and the coordinate's hidden layer to its corrections, <c>[20, 3]</c>.</summary>
    public static Range CorrectionWeights { get; } = Behind(CoordinateWeights, (Evidence + CoordinateHidden) * Corrections);

    /// <summary>Logarithms of what the rates of decay are multiplied by, <c>[3, 3]</c>.</summary>
    public static Range LogRates { get; } = Behind(CorrectionWeights, Signals * States);

    private static Range Behind(Range before, int length) => Behind(before.End.Value, length);

    private static Range Behind(int first, int length) => first..(first + length);
}
