using L2E.Kernels.Operators;

namespace L2E.Kernels.Cli.Checking;

/// <summary>
/// The chain of one averaged step, forward and backward, against reference vectors: the population scan, its projection to a
/// contraction, and the step of Krasnosel'skii and Mann.
/// </summary>
internal static class ContractiveScanCheck
{
    public static CheckReport Check(ReferenceNode root)
    {
        ContractiveScanData data = ContractiveScanData.Read(root);
        return TensorTable.Of(root, Compute(data)).Report(data.Describe());
    }

    /// <summary>Both passes on the CPU.</summary>
    public static IReadOnlyList<(string Section, string Name, float[] Values)> Compute(ContractiveScanData data)
    {
        (PopulationScanShape shape, float rho, float[] delta, float[] decay, float[] B, float[] C, _, _, _) = data;
        float[] D = data.D, relaxation = data.Relaxation, dnext = data.Dnext;
        (int population, int dimension, int states) = shape;
        float[] rowBound = new float[population], y = new float[D.Length], projected = new float[D.Length], next = new float[D.Length];
        PopulationScan.RowBounds(shape, delta, decay, B, C, rowBound);
        PopulationScan.Forward(shape, delta, decay, B, C, D, y, new float[PopulationScan.GetWorkspaceLength(shape)]);
        ContractionProjection.Forward(population, dimension, rho, rowBound, y, projected);
        KrasnoselskiiMann.Forward(population, dimension, relaxation, D, projected, next);

        // D reaches the result twice, through the scan and past it; the gates reach it through the scan and its row bounds.
        float[] drelaxation = new float[population], dpast = new float[D.Length], dprojected = new float[D.Length];
        float[] dy = new float[D.Length], drowBound = new float[population], dD = new float[D.Length];
        float[] ddelta = new float[population], ddecay = new float[states], dB = new float[B.Length], dC = new float[C.Length];
        float[] workspace = new float[PopulationScan.GetBackwardWorkspaceLength(shape)];
        KrasnoselskiiMann.Backward(population, dimension, relaxation, D, projected, dnext, drelaxation, dpast, dprojected);
        ContractionProjection.Backward(population, dimension, rho, rowBound, y, dprojected, dy, drowBound);
        PopulationScan.Backward(shape, delta, decay, B, C, D, dy, ddelta, ddecay, dB, dC, dD, workspace);
        PopulationScan.RowBoundsBackward(shape, delta, decay, B, C, drowBound, ddelta, ddecay, dB, dC, workspace);
        return ContractiveScanData.Name(rowBound, projected, next, ddelta, ddecay, dB, dC, dD, dpast, drelaxation);
    }
}
