using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// The learned operator of the population: from bounded features, which depend on units of neither f nor x, the gate network
/// makes the gates of a contractive scan over the individuals in order of rank, corrections of their weights, and global
/// controls. Untrained, it gives the hand-set policy.
/// </summary>
internal sealed class PopulationGates : IStateful
{
    private const int IndividualFeatures = GateNetwork.IndividualFeatures;

    private readonly OperatorWeights weights;
    private readonly int dimension;
    private readonly float[] individualFeatures, globalFeatures = new float[GateNetwork.GlobalFeatures];
    private readonly float[] delta, inputGates, outputGates, decay = new float[GateNetwork.States], rowBound, relaxation;
    private readonly float[] individualOutputs, globalOutputs = new float[GateNetwork.GlobalOutputs];
    private readonly float[] gateWorkspace, scanWorkspace;
    private int population;

    private RunningFeatures features = new();

    public PopulationGates(OperatorWeights weights, int capacity, int dimension)
    {
        this.weights = weights;
        this.dimension = dimension;
        individualFeatures = new float[capacity * IndividualFeatures];
        delta = new float[capacity];
        inputGates = new float[capacity * GateNetwork.States];
        outputGates = new float[capacity * GateNetwork.States];
        rowBound = new float[capacity];
        relaxation = new float[capacity];
        individualOutputs = new float[capacity * GateNetwork.IndividualOutputs];
        gateWorkspace = new float[GateNetwork.GetWorkspaceLength(capacity)];
        scanWorkspace = new float[PopulationScan.GetWorkspaceLength(new PopulationScanShape(capacity, dimension, GateNetwork.States))];
    }

    /// <summary>The global controls of the last generation.</summary>
    public GlobalControls Controls { get; private set; } = GlobalControls.Read(new float[GateNetwork.GlobalOutputs]);

    /// <summary>Forgets the running features: a new population begins.</summary>
    public void Restart() => features = new RunningFeatures();

    /// <summary>Computes gates and outputs of a generation.</summary>
    /// <param name="fitness">Fitness by rank, <c>[N]</c>, finite.</param>
    /// <param name="length">Root mean square of each displacement in units of the scale, by rank, <c>[N]</c>.</param>
    /// <param name="generation">Index of the generation, from 0.</param>
    /// <param name="horizon">Planned number of generations.</param>
    public void Evaluate(ReadOnlySpan<double> fitness, ReadOnlySpan<double> length, int generation, double horizon)
    {
        population = fitness.Length;
        features.Write(fitness, length, dimension, generation, horizon, individualFeatures, globalFeatures);
        GateNetwork.Forward(
            population,
            ContractionConstants.ProjectionTarget,
            weights.Parameters,
            individualFeatures.AsSpan(0, population * IndividualFeatures),
            globalFeatures,
            delta.AsSpan(0, population),
            decay,
            inputGates.AsSpan(0, population * GateNetwork.States),
            outputGates.AsSpan(0, population * GateNetwork.States),
            rowBound.AsSpan(0, population),
            individualOutputs.AsSpan(0, population * GateNetwork.IndividualOutputs),
            globalOutputs,
            gateWorkspace);
        IndividualControls.Relax(individualOutputs, relaxation.AsSpan(0, population));
        Controls = GlobalControls.Read(globalOutputs);
    }

    /// <summary>Has the ledger measure this generation's operator.</summary>
    public void Measure(ContractionLedger ledger) => ledger.Gated(
        delta.AsSpan(0, population), decay, inputGates.AsSpan(0, population * GateNetwork.States),
        outputGates.AsSpan(0, population * GateNetwork.States), rowBound.AsSpan(0, population), relaxation.AsSpan(0, population));

    /// <summary>Corrects weights by rank, keeping their sum.</summary>
    public void CorrectWeights(Span<double> rankWeights) => IndividualControls.CorrectWeights(individualOutputs, rankWeights);

    /// <summary>
    /// The averaged step of the first displacements by rank: <c>(1 - relaxation) D + relaxation M D</c>. The operator is lower
    /// triangular, so the first rows need no others.
    /// </summary>
    /// <param name="rows">How many.</param>
    /// <param name="displacements">D by rank, <c>[rows, dimension]</c>.</param>
    /// <param name="averaged">Destination, <c>[rows, dimension]</c>.</param>
    public void Average(int rows, ReadOnlySpan<float> displacements, Span<float> averaged)
    {
        var shape = new PopulationScanShape(rows, dimension, GateNetwork.States);
        PopulationScan.Forward(
            shape, delta.AsSpan(0, rows), decay, inputGates.AsSpan(0, rows * GateNetwork.States), outputGates.AsSpan(0, rows * GateNetwork.States),
            displacements, averaged, scanWorkspace);
        ContractiveStep.Forward(
            rows, dimension, ContractionConstants.ProjectionTarget, rowBound.AsSpan(0, rows), relaxation.AsSpan(0, rows), displacements,
            averaged, lower: default, upper: default, averaged);
    }

    /// <summary>The anchor moved by <paramref name="step"/> in units of the scale.</summary>
    public void Moved(double step) => features.Moved(step, population, dimension);

    /// <summary>A copy of the gates, for a trace.</summary>
    public GateRecord ToRecord() => new(
        delta[..population], [.. decay], inputGates[..(population * GateNetwork.States)], outputGates[..(population * GateNetwork.States)],
        relaxation[..population]);

    /// <inheritdoc />
    public void Transfer(StateTransfer state) => features.Transfer(state);
}
