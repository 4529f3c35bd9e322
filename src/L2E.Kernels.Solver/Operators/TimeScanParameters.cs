namespace L2E.Kernels;

/// <summary>Where the parameters of a <see cref="TimeScan"/> lie in their vector: row-major matrices, one behind the other.</summary>
/// <param name="parameters">All of them, <c>[TimeScan.ParameterCount]</c>.</param>
internal readonly ref struct TimeScanParameters(ReadOnlySpan<float> parameters)
{
    public const int Context = 18, Hidden = 10, Controls = 7, Evidence = 12, CoordinateHidden = 8, Corrections = 3;
    public const int Signals = 3, States = 3, ReadOut = 2 * States + 2;
    public const int Count = HiddenWeightsLength + CoordinateWeightsFirst + CoordinateWeightsLength + Signals * States;

    private const int HiddenWeightsLength = (Context + 1) * Hidden;
    private const int CoordinateWeightsFirst = (Context + Hidden) * Controls + (Context + 1) * (ReadOut + 1 + Signals);
    private const int CoordinateWeightsLength =
        (Evidence + Hidden + 1) * CoordinateHidden + (Evidence + CoordinateHidden) * Corrections;

    private readonly ReadOnlySpan<float> parameters = parameters;

    /// <summary>From the context and 1 to the hidden layer, <c>[19, 10]</c>.</summary>
    public ReadOnlySpan<float> HiddenWeights => parameters[..HiddenWeightsLength];

    /// <summary>From the context and the hidden layer to the controls, <c>[28, 7]</c>.</summary>
    public ReadOnlySpan<float> ControlWeights => parameters.Slice(HiddenWeightsLength, (Context + Hidden) * Controls);

    /// <summary>From the context and 1 to the read-out of states and signals, the step size and the input gates, <c>[19, 12]</c>.</summary>
    public ReadOnlySpan<float> GateWeights => parameters.Slice(
        HiddenWeightsLength + (Context + Hidden) * Controls, (Context + 1) * (ReadOut + 1 + Signals));

    /// <summary>From a coordinate's evidence, the hidden layer and 1 to the coordinate's hidden layer, <c>[23, 8]</c>.</summary>
    public ReadOnlySpan<float> CoordinateWeights => parameters.Slice(
        HiddenWeightsLength + CoordinateWeightsFirst, (Evidence + Hidden + 1) * CoordinateHidden);

    /// <summary>From the evidence and the coordinate's hidden layer to its corrections, <c>[20, 3]</c>.</summary>
    public ReadOnlySpan<float> CorrectionWeights => parameters.Slice(
        HiddenWeightsLength + CoordinateWeightsFirst + (Evidence + Hidden + 1) * CoordinateHidden,
        (Evidence + CoordinateHidden) * Corrections);

    /// <summary>Logarithms of what the rates of decay are multiplied by, <c>[3, 3]</c>.</summary>
    public ReadOnlySpan<float> LogRates => parameters[^(Signals * States)..];
}
