using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Outputs and every gradient against vectors of an independent implementation.</summary>
public class SelectiveScanGoldenTests
{
    public static TheoryData<string> Files => [.. OperatorVectors.Files("selective-scan")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Outputs_and_every_gradient_agree_with_the_reference(string file)
    {
        OperatorVectors vectors = OperatorVectors.Read(file);
        SelectiveScanShape shape = new(
            vectors.Size("batch"), vectors.Size("length"), vectors.Size("channels"), vectors.Size("state"), vectors.Size("groups"));
        SelectiveScanInputs<float> inputs = new()
        {
            U = vectors.Floats("inputs", "u"),
            Delta = vectors.Floats("inputs", "delta"),
            A = vectors.Floats("inputs", "A"),
            B = vectors.Floats("inputs", "B"),
            C = vectors.Floats("inputs", "C"),
            D = vectors.Floats("inputs", "D"),
            Z = vectors.Floats("inputs", "z"),
            DeltaBias = vectors.Floats("inputs", "delta_bias"),
            InitialState = vectors.Floats("inputs", "h0"),
            Softplus = vectors.Flag("softplus"),
        };
        float[] y = new float[inputs.U.Length], lastState = new float[shape.Batch * shape.Channels * shape.States];
        float[] savedState = new float[SelectiveScan.GetSavedStateLength(shape)];
        SelectiveScan.Forward(shape, inputs, y, lastState, savedState, new float[SelectiveScan.GetWorkspaceLength(shape)]);
        int time = shape.Length * shape.States, all = time * shape.Batch * shape.Channels;
        Closeness.AssertGolden("y", y, vectors.Reference("outputs", "y")!, time);
        Closeness.AssertGolden("last_state", lastState, vectors.Reference("outputs", "last_state")!, shape.Length);

        SelectiveScanGradients gradients = new()
        {
            U = new float[inputs.U.Length],
            Delta = new float[inputs.Delta.Length],
            A = new float[inputs.A.Length],
            B = new float[inputs.B.Length],
            C = new float[inputs.C.Length],
            D = new float[inputs.D.Length],
            Z = new float[inputs.Z.Length],
            DeltaBias = new float[inputs.DeltaBias.Length],
            InitialState = new float[inputs.InitialState.Length],
        };
        SelectiveScan.Backward(
            shape, inputs, savedState, vectors.Floats("cotangents", "dy"), vectors.Floats("cotangents", "dlast_state"), gradients,
            new float[SelectiveScan.GetBackwardWorkspaceLength(shape)]);
        AssertGradient(vectors, "du", gradients.U, time);
        AssertGradient(vectors, "ddelta", gradients.Delta, time);
        AssertGradient(vectors, "dA", gradients.A, time * shape.Batch);
        AssertGradient(vectors, "dB", gradients.B, all);
        AssertGradient(vectors, "dC", gradients.C, all);
        AssertGradient(vectors, "dD", gradients.D, time * shape.Batch);
        AssertGradient(vectors, "dz", gradients.Z, time);
        AssertGradient(vectors, "ddelta_bias", gradients.DeltaBias, time * shape.Batch);
        AssertGradient(vectors, "dh0", gradients.InitialState, time);
    }

    private static void AssertGradient(OperatorVectors vectors, string name, Span<float> gradient, int reductionLength) =>
        Closeness.AssertGolden(name, gradient, vectors.Reference("gradients", name) ?? [], reductionLength);
}
