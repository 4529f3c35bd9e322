using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Population scan, projection and averaging, chained, against vectors of an independent implementation.</summary>
public class ContractiveScanGoldenTests
{
    public static TheoryData<string> Files => [.. OperatorVectors.Files("contractive-scan")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Row_bounds_projected_scan_and_averaged_step_agree_with_the_reference(string file)
    {
        OperatorVectors vectors = OperatorVectors.Read(file);
        PopulationScanShape shape = new(vectors.Size("population"), vectors.Size("dimension"), vectors.Size("state"));
        float[] delta = vectors.Floats("inputs", "delta"), decay = vectors.Floats("inputs", "decay");
        float[] B = vectors.Floats("inputs", "B"), C = vectors.Floats("inputs", "C"), D = vectors.Floats("inputs", "D");
        float[] relaxation = vectors.Floats("inputs", "relaxation");
        float[] rowBound = new float[shape.Population], y = new float[D.Length], next = new float[D.Length];

        PopulationScan.RowBounds(shape, delta, decay, B, C, rowBound);
        PopulationScan.Forward(shape, delta, decay, B, C, D, y, new float[PopulationScan.GetWorkspaceLength(shape)]);
        ContractionProjection.Forward(shape.Population, shape.Dimension, vectors.Scalar("rho"), rowBound, y, y);
        KrasnoselskiiMann.Forward(shape.Population, shape.Dimension, relaxation, D, y, next);

        Closeness.AssertGolden("r", rowBound, vectors.Reference("outputs", "r")!);
        Closeness.AssertGolden("Y", y, vectors.Reference("outputs", "Y")!);
        Closeness.AssertGolden("next", next, vectors.Reference("outputs", "next")!);
    }
}
