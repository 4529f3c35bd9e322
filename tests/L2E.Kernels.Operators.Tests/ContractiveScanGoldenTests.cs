using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Population scan, projection and averaging, chained, against vectors of an independent implementation.</summary>
public class ContractiveScanGoldenTests
{
    public static TheoryData<string> Files => [.. OperatorVectors.Files("contractive-scan")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Row_bounds_projected_scan_averaged_step_and_every_gradient_agree_with_the_reference(string file)
    {
        OperatorVectors vectors = OperatorVectors.Read(file);
        PopulationScanShape shape = new(vectors.Size("population"), vectors.Size("dimension"), vectors.Size("state"));
        (int population, int dimension, _) = shape;
        float rho = vectors.Scalar("rho");
        float[] delta = vectors.Floats("inputs", "delta"), decay = vectors.Floats("inputs", "decay");
        float[] B = vectors.Floats("inputs", "B"), C = vectors.Floats("inputs", "C"), D = vectors.Floats("inputs", "D");
        float[] relaxation = vectors.Floats("inputs", "relaxation");
        float[] rowBound = new float[population], y = new float[D.Length], projected = new float[D.Length], next = new float[D.Length];

        PopulationScan.RowBounds(shape, delta, decay, B, C, rowBound);
        PopulationScan.Forward(shape, delta, decay, B, C, D, y, new float[PopulationScan.GetWorkspaceLength(shape)]);
        ContractionProjection.Forward(population, dimension, rho, rowBound, y, projected);
        KrasnoselskiiMann.Forward(population, dimension, relaxation, D, projected, next);

        int row = population * shape.States;
        Closeness.AssertGolden("r", rowBound, vectors.Reference("outputs", "r")!, row);
        Closeness.AssertGolden("Y", projected, vectors.Reference("outputs", "Y")!, row);
        Closeness.AssertGolden("next", next, vectors.Reference("outputs", "next")!, row);

        float[] drelaxation = new float[population], dD = new float[D.Length], dY = new float[D.Length];
        float[] drowBound = new float[population], dsequence = new float[D.Length], ddelta = new float[population];
        float[] ddecay = new float[decay.Length], dB = new float[B.Length], dC = new float[C.Length];
        float[] workspace = new float[PopulationScan.GetBackwardWorkspaceLength(shape)];
        KrasnoselskiiMann.Backward(
            population, dimension, relaxation, D, projected, vectors.Floats("cotangents", "dnext"), drelaxation, dD, dY);
        ContractionProjection.Backward(population, dimension, rho, rowBound, y, dY, dY, drowBound);
        PopulationScan.Backward(shape, delta, decay, B, C, D, dY, ddelta, ddecay, dB, dC, dsequence, workspace);
        PopulationScan.RowBoundsBackward(shape, delta, decay, B, C, drowBound, ddelta, ddecay, dB, dC, workspace);
        for (int k = 0; k < dD.Length; k++)
            dD[k] += dsequence[k];

        int all = row + dimension;
        Closeness.AssertGolden("ddelta", ddelta, vectors.Reference("gradients", "ddelta")!, all);
        Closeness.AssertGolden("ddecay", ddecay, vectors.Reference("gradients", "ddecay")!, all);
        Closeness.AssertGolden("dB", dB, vectors.Reference("gradients", "dB")!, all);
        Closeness.AssertGolden("dC", dC, vectors.Reference("gradients", "dC")!, all);
        Closeness.AssertGolden("dD", dD, vectors.Reference("gradients", "dD")!, all);
        Closeness.AssertGolden("drelaxation", drelaxation, vectors.Reference("gradients", "drelaxation")!, all);
    }
}
