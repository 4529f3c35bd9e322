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

    // Running features.
    private double success, gain, pathLength, best;

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
        Restart();
    }

    /// <summary>Factor of the learned step.</summary>
    public double StepGain => Math.Exp(0.8 * Math.Tanh(globalOutputs[0]));

    /// <summary>Factor of the scale's adaptation.</summary>
    public double ScaleGain => Math.Exp(0.8 * Math.Tanh(globalOutputs[1]));

    /// <summary>Drift of the log scale, in units of its learning rate.</summary>
    public double ScaleDrift => 0.3 * Math.Tanh(globalOutputs[2]);

    /// <summary>Share of the last velocity in the next.</summary>
    public double Momentum => 0.9 * Sigmoid(globalOutputs[3] - 3);

    /// <summary>c: share of the averaged displacements in the next ones, at most one half.</summary>
    public double Memory => ContractionConstants.MemoryMax * Sigmoid(globalOutputs[4] - 3);

    /// <summary>beta: share of the proxy-gradient step.</summary>
    public double Blend => Sigmoid(globalOutputs[5] - 1.66);

    /// <summary>Factor of the proxy-gradient step.</summary>
    public double ProxyGain => Math.Exp(0.8 * Math.Tanh(globalOutputs[6]));

    /// <summary>Forgets the running features: a new population begins.</summary>
    public void Restart()
    {
        success = gain = pathLength = 0;
        best = double.PositiveInfinity;
    }

    /// <summary>Computes gates and outputs of a generation.</summary>
    /// <param name="fitness">Fitness by rank, <c>[N]</c>, finite.</param>
    /// <param name="length">Root mean square of each displacement in units of the scale, by rank, <c>[N]</c>.</param>
    /// <param name="generation">Index of the generation, from 0.</param>
    /// <param name="horizon">Planned number of generations.</param>
    public void Evaluate(ReadOnlySpan<double> fitness, ReadOnlySpan<double> length, int generation, double horizon)
    {
        population = fitness.Length;
        WriteFeatures(fitness, length, generation, horizon);
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
        for (int i = 0; i < population; i++)
        {
            double gate = Sigmoid(individualOutputs[i * GateNetwork.IndividualOutputs + 1]);
            relaxation[i] = (float)(ContractionConstants.RelaxationMin
                + (ContractionConstants.RelaxationMax - ContractionConstants.RelaxationMin) * gate);
        }
    }

    /// <summary>Has the ledger measure this generation's operator.</summary>
    public void Measure(ContractionLedger ledger) => ledger.Gated(
        delta.AsSpan(0, population), decay, inputGates.AsSpan(0, population * GateNetwork.States),
        outputGates.AsSpan(0, population * GateNetwork.States), rowBound.AsSpan(0, population), relaxation.AsSpan(0, population));

    /// <summary>Corrects weights by rank, keeping their sum.</summary>
    public void CorrectWeights(Span<double> rankWeights)
    {
        double sum = 0;
        for (int i = 0; i < rankWeights.Length; i++)
        {
            double correction = 1.5 / population * Math.Tanh(individualOutputs[i * GateNetwork.IndividualOutputs]);
            rankWeights[i] += correction;
            sum += correction;
        }

        for (int i = 0; i < rankWeights.Length; i++)
            rankWeights[i] -= sum / population;
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
        var shape = new PopulationScanShape(rows, dimension, GateNetwork.States);
        PopulationScan.Forward(
            shape, delta.AsSpan(0, rows), decay, inputGates.AsSpan(0, rows * GateNetwork.States), outputGates.AsSpan(0, rows * GateNetwork.States),
            displacements, averaged, scanWorkspace);
        ContractiveStep.Forward(
            rows, dimension, ContractionConstants.ProjectionTarget, rowBound.AsSpan(0, rows), relaxation.AsSpan(0, rows), displacements,
            averaged, lower: default, upper: default, averaged);
    }

    /// <summary>The anchor moved by <paramref name="step"/> in units of the scale.</summary>
    public void Moved(double step) => pathLength = 0.8 * pathLength + 0.2 * step * Math.Sqrt((double)population / dimension);

    /// <summary>A copy of the gates, for a trace.</summary>
    public GateRecord ToRecord() => new(
        delta[..population], [.. decay], inputGates[..(population * GateNetwork.States)], outputGates[..(population * GateNetwork.States)],
        relaxation[..population]);

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        success = state.Next(success);
        gain = state.Next(gain);
        pathLength = state.Next(pathLength);
        best = state.Next(best);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private void WriteFeatures(ReadOnlySpan<double> fitness, ReadOnlySpan<double> length, int generation, double horizon)
    {
        double mean = 0, squares = 0;
        foreach (double value in fitness)
            mean += value / fitness.Length;
        foreach (double value in fitness)
            squares += (value - mean) * (value - mean) / (fitness.Length - 1);
        double deviation = Math.Sqrt(squares) + 1e-300;
        success = 0.8 * success + (fitness[0] < best ? 0.2 : 0);
        gain = 0.8 * gain + (generation > 0 ? 0.2 * Math.Tanh(Bounded((best - fitness[0]) / deviation)) : 0);
        best = Math.Min(best, fitness[0]);
        for (int i = 0; i < population; i++)
        {
            double rank = (double)i / (population - 1);
            Span<float> features = individualFeatures.AsSpan(i * IndividualFeatures, IndividualFeatures);
            features[0] = (float)(2 * rank - 1);
            features[1] = (float)Math.Tanh(Bounded((fitness[i] - mean) / deviation));
            features[2] = (float)Math.Tanh(4 * (length[i] - 1));
            features[3] = (float)Math.Exp(-8 * rank);
        }

        double progress = Math.Min(1, generation / horizon);
        globalFeatures[0] = (float)(2 * progress - 1);
        globalFeatures[1] = (float)Math.Sqrt(progress);
        globalFeatures[2] = (float)Bounded(Math.Log(population * horizon / dimension) / 3 - 1);
        globalFeatures[3] = (float)Bounded(Math.Log(population) - 2.8);
        globalFeatures[4] = (float)Math.Tanh(pathLength - 1);
        globalFeatures[5] = (float)(2 * success - 1);
        globalFeatures[6] = (float)gain;
    }

    // Every feature is bounded, whatever the objective does; tanh is flat long before 3.
    private static double Bounded(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -3, 3);
}
