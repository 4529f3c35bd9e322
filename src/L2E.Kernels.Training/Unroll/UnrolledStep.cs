using L2E.Kernels.Operators;

namespace L2E.Kernels.Training;

/// <summary>
/// One generation of the learned population, forward and backward, on the library's operators: a sample (noise and averaged displacements
/// around the anchor, evaluated) and a move (features, gates, scan, projection, averaging, recombination, blend, anchor, scale).
/// <c>UnrolledStep.md</c> has the formulas and says what is differentiated and what is held fixed.
/// </summary>
internal sealed partial class UnrolledStep
{
    /// <summary>Weight of the anchor in a sample's value; the rest is the population's.</summary>
    private const double AnchorShare = 0.85;

    /// <summary>Added to values, whose logarithm is taken.</summary>
    private const double ValueFloor = 1e-7;

    private const int States = GateNetwork.States;

    private readonly double[] points, pointGradients, lengths, lengthSquared, rankWeights, utilities, ranked;
    private readonly float[] gateWorkspace, scanWorkspace;
    private readonly float[] ddelta, ddecay = new float[States], dinputGates, doutputGates, drowBound, drelaxation, dindividualOutputs;
    private readonly float[] dglobalOutputs = new float[GateNetwork.GlobalOutputs], dstepWeights, dmomentWeights, dgradientWeights;
    private readonly float[] dstep, dmoment, dgradient, drows, dbyRank, dmixed;
    private readonly double[] drankWeights;
    private double[] taskWorkspace = [];

    /// <param name="capacity">The largest shape that it can take.</param>
    public UnrolledStep(UnrollShape capacity)
    {
        (int population, int pairs, int dimension, int rows) = (capacity.Population, capacity.Pairs, capacity.Dimension, capacity.Rows);
        (points, pointGradients) = (new double[capacity.Points], new double[capacity.Points]);
        (lengths, lengthSquared) = (new double[population], new double[pairs]);
        (rankWeights, utilities, ranked) = (new double[population], new double[population], new double[population]);
        PopulationScanShape scan = new(pairs, dimension, States);
        gateWorkspace = new float[Math.Max(
            GateNetwork.GetWorkspaceLength(population), GateNetwork.GetBackwardWorkspaceLength(population))];
        scanWorkspace = new float[Math.Max(PopulationScan.GetWorkspaceLength(scan), PopulationScan.GetBackwardWorkspaceLength(scan))];
        (ddelta, drowBound, drelaxation) = (new float[population], new float[population], new float[pairs]);
        (dinputGates, doutputGates) = (new float[population * States], new float[population * States]);
        dindividualOutputs = new float[population * GateNetwork.IndividualOutputs];
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
    }
}
