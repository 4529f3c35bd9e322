using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// The operator that comes with the library: <see cref="GateNetwork"/>, whose untrained parameters are the hand-set policy.
/// </summary>
public sealed class GateNetworkOperator : IEvolutionOperator
{
    private GateNetworkOperator()
    {
    }

    /// <summary>The operator; it has no state.</summary>
    public static GateNetworkOperator Instance { get; } = new();

    /// <inheritdoc />
    public string Architecture => "gate network: 4 + 7 features, 16 hidden, 4 states, 2 + 8 outputs, 1071 parameters";

    /// <inheritdoc />
    public int ParameterCount => GateNetwork.ParameterCount;

    /// <inheritdoc />
    public int States => GateNetwork.States;

    /// <inheritdoc />
    public void Initialise(ulong seed, Span<float> parameters) => GateNetwork.Initialise(seed, parameters);

    /// <inheritdoc />
    public int GetWorkspaceLength(int population) => GateNetwork.GetWorkspaceLength(population);

    /// <inheritdoc />
    public int GetBackwardWorkspaceLength(int population) => GateNetwork.GetBackwardWorkspaceLength(population);

    /// <inheritdoc />
    public void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        Span<float> workspace) =>
        GateNetwork.Forward(
            gates.Delta.Length, ContractionConstants.ProjectionTarget, parameters, individualFeatures, globalFeatures, gates.Delta,
            gates.Decay, gates.InputGates, gates.OutputGates, gates.RowBound, gates.IndividualOutputs, gates.GlobalOutputs, workspace);

    /// <inheritdoc />
    public void Backward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        OperatorGates dgates, Span<float> dparameters, Span<float> workspace) =>
        GateNetwork.Backward(
            dgates.Delta.Length, ContractionConstants.ProjectionTarget, parameters, individualFeatures, globalFeatures, dgates.Delta,
            dgates.Decay, dgates.InputGates, dgates.OutputGates, dgates.RowBound, dgates.IndividualOutputs, dgates.GlobalOutputs,
            dparameters, workspace);

    /// <inheritdoc />
    public int GetSavedLength(int population) => GateNetwork.GetSavedLength(population);

    /// <inheritdoc />
    public void ForwardAndSave(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        Span<float> saved, Span<float> workspace) =>
        GateNetwork.ForwardAndSave(
            gates.Delta.Length, ContractionConstants.ProjectionTarget, parameters, individualFeatures, globalFeatures, gates.Delta,
            gates.Decay, gates.InputGates, gates.OutputGates, gates.RowBound, gates.IndividualOutputs, gates.GlobalOutputs, saved,
            workspace);

    /// <inheritdoc />
    public void BackwardFromSaved(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        ReadOnlySpan<float> saved, OperatorGates dgates, Span<float> dparameters, Span<float> workspace) =>
        GateNetwork.BackwardFromSaved(
            dgates.Delta.Length, ContractionConstants.ProjectionTarget, parameters, individualFeatures, globalFeatures, saved,
            dgates.Delta, dgates.Decay, dgates.InputGates, dgates.OutputGates, dgates.RowBound, dgates.IndividualOutputs,
            dgates.GlobalOutputs, dparameters, workspace);
}
