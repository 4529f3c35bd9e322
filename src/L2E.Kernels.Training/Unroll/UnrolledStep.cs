using L2E.Kernels.Operators;

namespace L2E.Kernels.Training;

/// <summary>
/// One generation of the learned population, forward and backward, on the library's operators: a sample (noise and averaged displacements
/// around the anchor, evaluated) and a move (features, operator, scan, projection, averaging, recombination, blend, anchor, scale).
/// <c>UnrolledStep.md</c> has the formulas and says what is differentiated and what is held fixed.
/// </summary>
internal sealed partial class UnrolledStep
{
    /// <summary>Weight of the anchor in a sample's value; the rest is the population's.</summary>
    private const double AnchorShare = 0.85;

    /// <summary>Added to values, whose logarithm is taken.</summary>
    private const double ValueFloor = 1e-7;

    private readonly IEvolutionOperator evolutionOperator;
    private readonly int states;
    private readonly double[] points, pointGradients, lengths, lengthSquared, rankWeights, utilities, ranked;
    private readonly float[] operatorWorkspace, scanWorkspace, dgates, drelaxation, dstepWeights, dmomentWeights, dgradientWeights;
    private readonly float[] dstep, dmoment, dgradient, drows, dbyRank, dmixed;
    private readonly double[] drankWeights;
    private readonly Dictionary<int, TimeScan> timeScans = [];
    private double[] taskWorkspace = [];

    /// <param name="capacity">The largest shape that it can take.</param>
    /// <param name="evolutionOperator">The operator that is learned.</param>
    public UnrolledStep(UnrollShape capacity, IEvolutionOperator evolutionOperator)
    {
        (this.evolutionOperator, states) = (evolutionOperator, evolutionOperator.States);
        (int population, int pairs, int dimension, int rows) = (capacity.Population, capacity.Pairs, capacity.Dimension, capacity.Rows);
        (points, pointGradients) = (new double[capacity.Points], new double[capacity.Points]);
        (lengths, lengthSquared) = (new double[population], new double[pairs]);
        (rankWeights, utilities, ranked) = (new double[population], new double[population], new double[population]);
        PopulationScanShape scan = new(pairs, dimension, states);
        operatorWorkspace = new float[Math.Max(
            evolutionOperator.GetWorkspaceLength(population), evolutionOperator.GetBackwardWorkspaceLength(population))];
        scanWorkspace = new float[Math.Max(PopulationScan.GetWorkspaceLength(scan), PopulationScan.GetBackwardWorkspaceLength(scan))];
        (dgates, drelaxation) = (new float[OperatorGates.GetLength(population, states)], new float[pairs]);
        (dstepWeights, dmomentWeights, dgradientWeights) = (new float[pairs], new float[pairs], new float[pairs]);
        (dstep, dmoment, dgradient) = (new float[dimension], new float[dimension], new float[dimension]);
        (drows, dbyRank, dmixed) = (new float[rows], new float[rows], new float[rows]);
        drankWeights = new double[population];
    }

    /// <summary>Makes room for a task's scratch: before the first step, so that steps allocate nothing.</summary>
    public void Reserve(TrainingTask task)
    {
        if (taskWorkspace.Length < task.WorkspaceLength)
            taskWorkspace = new double[task.WorkspaceLength];
        if (evolutionOperator.HasTimeScan && !timeScans.ContainsKey(task.Dimension))
            timeScans[task.Dimension] = new TimeScan(task.Dimension);
    }
}
