using L2E.Kernels.Operators;

namespace L2E.Kernels.Training;

/// <summary>What the forward pass of a step saves for its backward pass. N individuals in N/2 pairs, d coordinates.</summary>
internal sealed class StepRecord
{
    private readonly double[] fitness;
    private readonly int[] order, rankOf;
    private readonly float[] signs, noise, displacements, byRank, mixed, averaged, fitnessGradients;
    private readonly float[] scale, velocity, nextVelocity, scaleSlope, growthSlope, anchorPasses, step, moment, gradient;
    private readonly float[] individualFeatures, gates, saved, relaxation, stepWeights, momentWeights, gradientWeights;
    private readonly IEvolutionOperator evolutionOperator;
    private readonly int states;
    private UnrollShape shape;

    public StepRecord(UnrollShape capacity, IEvolutionOperator evolutionOperator)
    {
        (int population, int pairs, int dimension, int rows) = (capacity.Population, capacity.Pairs, capacity.Dimension, capacity.Rows);
        fitness = new double[population + 1];
        (order, rankOf) = (new int[population], new int[population]);
        (signs, stepWeights, momentWeights, gradientWeights) = (new float[pairs], new float[pairs], new float[pairs], new float[pairs]);
        (noise, displacements, byRank) = (new float[rows], new float[rows], new float[rows]);
        (mixed, averaged, fitnessGradients) = (new float[rows], new float[rows], new float[capacity.Points]);
        (scale, scaleSlope, growthSlope) = (new float[dimension], new float[dimension], new float[dimension]);
        (velocity, nextVelocity, anchorPasses) = (new float[dimension], new float[dimension], new float[dimension]);
        (step, moment, gradient) = (new float[dimension], new float[dimension], new float[dimension]);
        individualFeatures = new float[population * GateNetwork.IndividualFeatures];
        states = evolutionOperator.States;
        (gates, relaxation) = (new float[OperatorGates.GetLength(population, states)], new float[population]);
        saved = new float[evolutionOperator.GetSavedLength(population)];
        this.evolutionOperator = evolutionOperator;
    }

    public UnrollShape Shape => shape;

    // The state before the step.

    public Span<float> Scale => scale.AsSpan(0, shape.Dimension);

    public Span<float> Velocity => velocity.AsSpan(0, shape.Dimension);

    public Span<float> Averaged => averaged.AsSpan(0, shape.Rows);

    public double Memory { get; set; }

    // Sampling.

    /// <summary>The side on which each pair takes in its averaged displacement, 1 or -1, [N/2].</summary>
    public Span<float> Signs => signs.AsSpan(0, shape.Pairs);

    /// <summary>Noise times scale, [N/2, d].</summary>
    public Span<float> Noise => noise.AsSpan(0, shape.Rows);

    /// <summary>E, one of each pair, [N/2, d].</summary>
    public Span<float> Displacements => displacements.AsSpan(0, shape.Rows);

    /// <summary>f of the individuals, then of the anchor, [N + 1].</summary>
    public Span<double> Fitness => fitness.AsSpan(0, shape.Population + 1);

    /// <summary>Gradient of f at those points by displacements, in units of the box; 0 where the box holds a point, [N + 1, d].</summary>
    public Span<float> FitnessGradients => fitnessGradients.AsSpan(0, shape.Points);

    // Moving.

    /// <summary>Individual of each rank, [N].</summary>
    public Span<int> Order => order.AsSpan(0, shape.Population);

    /// <summary>Rank of each individual, [N].</summary>
    public Span<int> RankOf => rankOf.AsSpan(0, shape.Population);

    public Span<float> IndividualFeatures => individualFeatures.AsSpan(0, shape.Population * GateNetwork.IndividualFeatures);

    public float[] GlobalFeatures { get; } = new float[GateNetwork.GlobalFeatures];

    /// <summary>What the operator wrote.</summary>
    public OperatorGates Gates => new(shape.Population, states, gates);

    /// <summary>What it saved for its backward pass.</summary>
    public Span<float> Saved => saved.AsSpan(0, evolutionOperator.GetSavedLength(shape.Population));

    public Span<float> Relaxation => relaxation.AsSpan(0, shape.Population);

    public GlobalControls Controls { get; set; }

    /// <summary>The better half of the displacements, by rank, [N/2, d].</summary>
    public Span<float> ByRank => byRank.AsSpan(0, shape.Rows);

    /// <summary>Their population scan, before projection, [N/2, d].</summary>
    public Span<float> Mixed => mixed.AsSpan(0, shape.Rows);

    public Span<float> StepWeights => stepWeights.AsSpan(0, shape.Pairs);

    public Span<float> MomentWeights => momentWeights.AsSpan(0, shape.Pairs);

    public Span<float> GradientWeights => gradientWeights.AsSpan(0, shape.Pairs);

    /// <summary>The recombined step, [d].</summary>
    public Span<float> Step => step.AsSpan(0, shape.Dimension);

    /// <summary>The recombined squares, [d].</summary>
    public Span<float> Moment => moment.AsSpan(0, shape.Dimension);

    /// <summary>G, [d].</summary>
    public Span<float> Gradient => gradient.AsSpan(0, shape.Dimension);

    /// <summary>h, in the unit of <see cref="Gradient"/>.</summary>
    public double Curvature { get; set; }

    public double GradientNorm { get; set; }

    public double ScaleNorm { get; set; }

    /// <summary>Factor of G in the proxy-gradient step.</summary>
    public double ProxyFactor { get; set; }

    /// <summary>v after the step, [d].</summary>
    public Span<float> NextVelocity => nextVelocity.AsSpan(0, shape.Dimension);

    /// <summary>Derivative of the scale after the step by the one before, its growth held fixed: 0 where a bound holds it, [d].</summary>
    public Span<float> ScaleSlope => scaleSlope.AsSpan(0, shape.Dimension);

    /// <summary>Factor of the second moment in the log scale's change.</summary>
    public float ScaleFactor { get; set; }

    /// <summary>Derivative of the scale after the step by the change of its logarithm: 0 where a bound holds either, [d].</summary>
    public Span<float> GrowthSlope => growthSlope.AsSpan(0, shape.Dimension);

    /// <summary>1 where the anchor moved freely, 0 where the box holds it, [d].</summary>
    public Span<float> AnchorPasses => anchorPasses.AsSpan(0, shape.Dimension);

    /// <summary>Begins a step from a state.</summary>
    public void Begin(PopulationState state)
    {
        shape = state.Shape;
        state.ScaleSpan.CopyTo(Scale);
        state.Velocity.CopyTo(Velocity);
        state.Averaged.CopyTo(Averaged);
        Memory = state.Memory;
    }
}
