using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// The operator that sees nothing: one relaxation for all individuals and the seven global controls, eight scalars. What is learned has
/// to be better than these, tuned as long. There is no scan: an averaged displacement is a shorter one.
/// </summary>
public sealed class ConstantOperator : IEvolutionOperator
{
    private const int Controls = GateNetwork.GlobalOutputs - 1;

    private ConstantOperator()
    {
    }

    /// <summary>The operator; it has no state.</summary>
    public static ConstantOperator Instance { get; } = new();

    /// <inheritdoc />
    public string Architecture => "constants: relaxation and 7 controls, 8 parameters";

    /// <inheritdoc />
    public int ParameterCount => 1 + Controls;

    /// <inheritdoc />
    public int States => 1;

    /// <inheritdoc />
    /// <remarks>The hand-set policy, whatever the seed.</remarks>
    public void Initialise(ulong seed, Span<float> parameters) => parameters.Clear();

    /// <inheritdoc />
    public int GetWorkspaceLength(int population) => 0;

    /// <inheritdoc />
    public int GetBackwardWorkspaceLength(int population) => 0;

    /// <inheritdoc />
    public void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        Span<float> workspace)
    {
        gates.Delta.Clear();
        gates.Decay.Fill(1);
        gates.InputGates.Clear();
        gates.OutputGates.Clear();
        gates.RowBound.Clear();
        gates.IndividualOutputs.Clear();
        for (int i = 1; i < gates.IndividualOutputs.Length; i += GateNetwork.IndividualOutputs)
            gates.IndividualOutputs[i] = parameters[0];
        gates.GlobalOutputs.Clear();
        parameters[1..].CopyTo(gates.GlobalOutputs);
    }

    /// <inheritdoc />
    public void Backward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        OperatorGates dgates, Span<float> dparameters, Span<float> workspace)
    {
        for (int i = 1; i < dgates.IndividualOutputs.Length; i += GateNetwork.IndividualOutputs)
            dparameters[0] += dgates.IndividualOutputs[i];
        for (int j = 0; j < Controls; j++)
            dparameters[1 + j] += dgates.GlobalOutputs[j];
    }
}
