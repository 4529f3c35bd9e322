using L2E.Kernels.Operators;

namespace L2E.Kernels;

/// <summary>
/// An operator at work in a population: from bounded features, which depend on units of neither f nor x, it makes the gates of a
/// contractive scan over the individuals in order of rank, corrections of their weights, and global controls.
/// </summary>
internal sealed class PopulationGates : IStateful
{
    private const int IndividualFeatures = GateNetwork.IndividualFeatures;

    private readonly OperatorWeights weights;
    private readonly int dimension;
    private readonly float[] individualFeatures, globalFeatures = new float[GateNetwork.GlobalFeatures];
    private readonly float[] gateBuffer, relaxation, operatorWorkspace, scanWorkspace;
    private readonly int states;
    private readonly TimeScan? timeScan;
    private int population;

    private RunningFeatures features = new();

    public PopulationGates(OperatorWeights weights, int capacity, int dimension)
    {
        this.weights = weights;
        this.dimension = dimension;
        states = weights.Operator.States;
        individualFeatures = new float[capacity * IndividualFeatures];
        gateBuffer = new float[OperatorGates.GetLength(capacity, states)];
        relaxation = new float[capacity];
        operatorWorkspace = new float[weights.Operator.GetWorkspaceLength(capacity)];
        timeScan = weights.Operator.HasTimeScan ? new TimeScan(dimension) : null;
        scanWorkspace = new float[PopulationScan.GetWorkspaceLength(new PopulationScanShape(capacity, dimension, states))];
    }

    /// <summary>The global controls of the last generation.</summary>
    public GlobalControls Controls { get; private set; } = GlobalControls.Read(new float[GateNetwork.GlobalOutputs]);

    /// <summary>Whether <see cref="CorrectMoves"/> corrects anything.</summary>
    public bool HasTimeScan => timeScan is not null;

    /// <summary>Gates and outputs of the generation.</summary>
    public OperatorGates Gates => new(population, states, gateBuffer);

    /// <summary>Weight of the operator's image in each averaged displacement, by rank, <c>[N]</c>.</summary>
    public ReadOnlySpan<float> Relaxation => relaxation.AsSpan(0, population);

    /// <summary>Forgets the running features and the states over time: a new population begins.</summary>
    /// <param name="utilities">Its weights by rank, <c>[N]</c>.</param>
    public void Restart(ReadOnlySpan<double> utilities)
    {
        features = new RunningFeatures();
        timeScan?.Restart(utilities);
    }

    /// <summary>Computes gates and outputs of a generation.</summary>
    /// <param name="fitness">Fitness by rank, <c>[N]</c>, finite.</param>
    /// <param name="length">Root mean square of each displacement in units of the scale, by rank, <c>[N]</c>.</param>
    /// <param name="generation">Index of the generation, from 0.</param>
    /// <param name="horizon">Planned number of generations.</param>
    public void Evaluate(ReadOnlySpan<double> fitness, ReadOnlySpan<double> length, int generation, double horizon)
    {
        population = fitness.Length;
        features.Write(fitness, length, dimension, generation, horizon, individualFeatures, globalFeatures);
        OperatorGates gates = Gates;
        weights.Operator.Forward(
            weights.Parameters, individualFeatures.AsSpan(0, population * IndividualFeatures), globalFeatures, gates, operatorWorkspace);
        IndividualControls.Relax(gates.IndividualOutputs, relaxation.AsSpan(0, population));
        Controls = GlobalControls.Read(gates.GlobalOutputs);
    }

    /// <summary>Has the ledger measure this generation's operator.</summary>
    public void Measure(ContractionLedger ledger)
    {
        OperatorGates gates = Gates;
        ledger.Gated(gates.Delta, gates.Decay, gates.InputGates, gates.OutputGates, gates.RowBound, relaxation.AsSpan(0, population));
    }

    /// <summary>Corrects weights by rank, keeping their sum.</summary>
    public void CorrectWeights(Span<double> rankWeights) => IndividualControls.CorrectWeights(Gates.IndividualOutputs, rankWeights);

    /// <summary>Has the scan over time, where the operator has one, correct the controls and the moves of each coordinate.</summary>
    /// <param name="scale">Scale of each coordinate, <c>[dimension]</c>.</param>
    /// <param name="gradient">Proxy gradient, <c>[dimension]</c>.</param>
    /// <param name="step">Recombined displacement, <c>[dimension]</c>; corrected in place.</param>
    /// <param name="moment">Recombined squares of the displacements, <c>[dimension]</c>; corrected in place.</param>
    public void CorrectMoves(ReadOnlySpan<float> scale, ReadOnlySpan<float> gradient, Span<float> step, Span<float> moment)
    {
        if (timeScan is null)
            return;
        Span<float> outputs = Gates.GlobalOutputs;
        timeScan.Advance(weights.Parameters[^TimeScan.ParameterCount..], globalFeatures, scale, gradient, step, moment, outputs);
        Controls = GlobalControls.Read(outputs);
    }

    /// <summary>
    /// The averaged step of the first displacements by rank: <c>(1 - relaxation) D + relaxation M D</c>. The operator is lower
    /// triangular, so the first rows need no others.
    /// </summary>
    /// <param name="rows">How many.</param>
    /// <param name="displacements">D by rank, <c>[rows, dimension]</c>.</param>
    /// <param name="averaged">Destination, <c>[rows, dimension]</c>.</param>
    public void Average(int rows, ReadOnlySpan<float> displacements, Span<float> averaged)
    {
        OperatorGates gates = Gates;
        PopulationScan.Forward(
            new PopulationScanShape(rows, dimension, states), gates.Delta[..rows], gates.Decay, gates.InputGates[..(rows * states)],
            gates.OutputGates[..(rows * states)], displacements, averaged, scanWorkspace);
        ContractiveStep.Forward(
            rows, dimension, ContractionConstants.ProjectionTarget, gates.RowBound[..rows], relaxation.AsSpan(0, rows), displacements,
            averaged, lower: default, upper: default, averaged);
    }

    /// <summary>The anchor moved by <paramref name="step"/> in units of the scale.</summary>
    public void Moved(double step) => features.Moved(step, population, dimension);

    /// <summary>A copy of the gates, for a trace.</summary>
    public GateRecord ToRecord()
    {
        OperatorGates gates = Gates;
        return new GateRecord(
            gates.Delta.ToArray(), gates.Decay.ToArray(), gates.InputGates.ToArray(), gates.OutputGates.ToArray(),
            relaxation[..population]);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        features.Transfer(state);
        (timeScan as IStateful)?.Transfer(state);
    }
}
