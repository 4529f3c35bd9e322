using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// A learned operator of the population, forward and backward: from features of a population sorted by fitness, the gates of its scan,
/// corrections of each individual and controls of the whole. The solver runs it and the trainer differentiates it through this alone; the
/// gate network that comes with the library is <see cref="GateNetworkOperator"/>.
/// </summary>
/// <remarks>
/// <para>
/// With N individuals and n states, a generation calls <see cref="Forward"/> once. The library applies what it wrote: the scan of the
/// sorted displacements with delta, decay, B and C, its rows scaled by <c>rho / max(rho, rowBound)</c>, the averaged step with the
/// relaxation <c>0.05 + 0.9 sigmoid(i1)</c>, weights by rank corrected by <c>1.5 / N tanh(i0)</c>, and from the global outputs g
/// the gains <c>exp(0.8 tanh g)</c> of the step (g0), the scale's adaptation (g1) and the proxy-gradient step (g6), the drift
/// <c>0.3 tanh g2</c> of the log scale, momentum <c>0.9 sigmoid(g3 - 3)</c>, memory <c>0.5 sigmoid(g4 - 3)</c> and blend
/// <c>sigmoid(g5 - 1.66)</c>; g7 is not used. Outputs of 0 are the hand-set policy. The step is contractive whatever the gates are, if
/// rowBound bounds the absolute row sums of the scan, which <see cref="PopulationScan.RowBounds"/> computes; the certificate of a run
/// measures them and does not hold where it does not.
/// </para>
/// <para>
/// An implementation has no state: several solvers and threads may use it at once. It validates nothing, as its caller is the library,
/// allocates nothing in <see cref="Forward"/> and <see cref="Backward"/>, and gives the same numbers for the same inputs. Features are at
/// most 3 in size; everything written has to be finite for any finite parameters.
/// </para>
/// </remarks>
public interface IEvolutionOperator
{
    /// <summary>One line that says what the parameters are of: a weights file carries it, and is refused where it is another.</summary>
    string Architecture { get; }

    /// <summary>Length of the parameter vector, at least 1.</summary>
    int ParameterCount { get; }

    /// <summary>States n of the population scan, 1 to <see cref="PopulationScanShape.MaximumStates"/>.</summary>
    int States { get; }

    /// <summary>
    /// Whether the last <see cref="TimeScan.ParameterCount"/> parameters are of a scan over time, which corrects the moves of every
    /// generation after <see cref="Forward"/>. It has no backward pass: such an operator is trained by evolution strategies.
    /// </summary>
    bool HasTimeScan => false;

    /// <summary>Writes the parameters that a training begins with.</summary>
    /// <param name="seed">The same seed gives the same parameters.</param>
    /// <param name="parameters">Destination (=), <c>[ParameterCount]</c>, finite.</param>
    void Initialise(ulong seed, Span<float> parameters);

    /// <summary>Floats of scratch that <see cref="Forward"/> needs.</summary>
    /// <param name="population">Individuals N, at least 4.</param>
    int GetWorkspaceLength(int population);

    /// <summary>Floats of scratch that <see cref="Backward"/> needs.</summary>
    /// <param name="population">Individuals N, at least 4.</param>
    int GetBackwardWorkspaceLength(int population);

    /// <summary>Gates and outputs of a generation.</summary>
    /// <param name="parameters"><c>[ParameterCount]</c></param>
    /// <param name="individualFeatures">
    /// By rank, <c>[N, 4]</c>: centred rank in [-1, 1], tanh of the fitness' z-score, <c>tanh 4 (rms(D / s) - 1)</c>, <c>exp(-8 rank)</c>.
    /// </param>
    /// <param name="globalFeatures">
    /// <c>[7]</c>: <c>2t - 1</c> and <c>sqrt t</c> of the progress t, <c>ln(N K / d) / 3 - 1</c>, <c>ln N - 2.8</c>,
    /// <c>tanh(path length - 1)</c>, twice the success rate less 1, running relative gain.
    /// </param>
    /// <param name="gates">Destination (=): every span of it.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    void Forward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        Span<float> workspace);

    /// <summary>
    /// Gradient of the sum of products of what <see cref="Forward"/> wrote with its cotangents. The features are constants.
    /// </summary>
    /// <param name="parameters"><c>[ParameterCount]</c></param>
    /// <param name="individualFeatures">As in <see cref="Forward"/>.</param>
    /// <param name="globalFeatures">As in <see cref="Forward"/>.</param>
    /// <param name="gates">What <see cref="Forward"/> wrote for them; not to be changed.</param>
    /// <param name="dgates">Cotangents of all of it; not to be changed.</param>
    /// <param name="dparameters">Accumulated (+=), <c>[ParameterCount]</c>.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats.</param>
    void Backward(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        OperatorGates dgates, Span<float> dparameters, Span<float> workspace);

    /// <summary>
    /// Floats that <see cref="ForwardAndSave"/> leaves for <see cref="BackwardFromSaved"/>; 0 of an operator that computes again what it
    /// needs, which is to have neither.
    /// </summary>
    /// <param name="population">Individuals N, at least 4.</param>
    int GetSavedLength(int population) => 0;

    /// <summary>As <see cref="Forward"/>; the trainer calls this.</summary>
    /// <param name="parameters"><c>[ParameterCount]</c></param>
    /// <param name="individualFeatures">As in <see cref="Forward"/>.</param>
    /// <param name="globalFeatures">As in <see cref="Forward"/>.</param>
    /// <param name="gates">Destination (=): every span of it, the same as by <see cref="Forward"/>.</param>
    /// <param name="saved">Destination (=): <c>[GetSavedLength(N)]</c></param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    void ForwardAndSave(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        Span<float> saved, Span<float> workspace) =>
        Forward(parameters, individualFeatures, globalFeatures, gates, workspace);

    /// <summary>As <see cref="Backward"/>; the trainer calls this.</summary>
    /// <param name="parameters"><c>[ParameterCount]</c></param>
    /// <param name="individualFeatures">As in <see cref="Forward"/>.</param>
    /// <param name="globalFeatures">As in <see cref="Forward"/>.</param>
    /// <param name="gates">What <see cref="ForwardAndSave"/> wrote for them; not to be changed.</param>
    /// <param name="saved">What it saved.</param>
    /// <param name="dgates">Cotangents of the gates; not to be changed.</param>
    /// <param name="dparameters">Accumulated (+=), <c>[ParameterCount]</c>.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats.</param>
    void BackwardFromSaved(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> individualFeatures, ReadOnlySpan<float> globalFeatures, OperatorGates gates,
        ReadOnlySpan<float> saved, OperatorGates dgates, Span<float> dparameters, Span<float> workspace) =>
        Backward(parameters, individualFeatures, globalFeatures, gates, dgates, dparameters, workspace);
}
