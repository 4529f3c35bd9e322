namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// The gate network without the contraction projection of the population's step: its row bounds are withheld, so that nothing scales the
/// rows. For ablation; the certificate of such a run says what became of the contraction.
/// </summary>
internal sealed class UnprojectedOperator : IEvolutionOperator
{
    private readonly GateNetworkOperator whole = GateNetworkOperator.Instance;

    public string Architecture => $"{whole.Architecture}, not projected";

    public int ParameterCount => whole.ParameterCount;

    public int States => whole.States;

    public void Initialise(ulong seed, Span<float> parameters) => whole.Initialise(seed, parameters);

    public int GetWorkspaceLength(int population) => whole.GetWorkspaceLength(population);

    public int GetBackwardWorkspaceLength(int population) => whole.GetBackwardWorkspaceLength(population);

    public void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        Span<float> workspace)
    {
        whole.Forward(parameters, individualFeatures, globalFeatures, gates, workspace);
        gates.RowBound.Clear();
    }

    // A row bound below the target passes no gradient back, so the cotangents are those of the step without a projection already.
    public void Backward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        OperatorGates dgates, Span<float> dparameters, Span<float> workspace) =>
        whole.Backward(parameters, individualFeatures, globalFeatures, gates, dgates, dparameters, workspace);
}
