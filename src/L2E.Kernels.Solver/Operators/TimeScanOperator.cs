namespace L2E.Kernels;

/// <summary>
/// The eight scalars of <see cref="ConstantOperator"/> as a policy that a <see cref="TimeScan"/> corrects in every generation and
/// coordinate. As it is initialised it corrects nothing and is the hand-set policy.
/// </summary>
public sealed class TimeScanOperator : IEvolutionOperator
{
    private readonly ConstantOperator constants = ConstantOperator.Instance;

    private TimeScanOperator()
    {
    }

    /// <summary>The operator; it has no state.</summary>
    public static TimeScanOperator Instance { get; } = new();

    /// <inheritdoc />
    public string Architecture => $"{constants.Architecture}, corrected by a scan over time, {TimeScan.ParameterCount} parameters";

    /// <inheritdoc />
    public int ParameterCount => constants.ParameterCount + TimeScan.ParameterCount;

    /// <inheritdoc />
    public int States => constants.States;

    /// <inheritdoc />
    public bool HasTimeScan => true;

    /// <inheritdoc />
    public void Initialise(ulong seed, Span<float> parameters)
    {
        constants.Initialise(seed, parameters[..constants.ParameterCount]);
        TimeScan.Initialise(seed, parameters[constants.ParameterCount..]);
    }

    /// <inheritdoc />
    public int GetWorkspaceLength(int population) => constants.GetWorkspaceLength(population);

    /// <inheritdoc />
    public int GetBackwardWorkspaceLength(int population) => constants.GetBackwardWorkspaceLength(population);

    /// <inheritdoc />
    public void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        Span<float> workspace) =>
        constants.Forward(parameters[..constants.ParameterCount], individualFeatures, globalFeatures, gates, workspace);

    /// <inheritdoc />
    /// <remarks>Of the eight scalars alone: the scan's parameters get nothing.</remarks>
    public void Backward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        OperatorGates dgates, Span<float> dparameters, Span<float> workspace) =>
        constants.Backward(
            parameters[..constants.ParameterCount], individualFeatures, globalFeatures, gates, dgates,
            dparameters[..constants.ParameterCount], workspace);
}
