using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Operators.Tests;

public class RecombinationTests
{
    /// <summary>Pairs, dimension.</summary>
    public static MatrixTheoryData<int, int> Shapes => new([0, 1, 7, 18], [.. RowLengths.All.Select(row => row.Data)]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_three_sums_match_the_double_oracle(int pairs, int dimension)
    {
        float[][] inputs = Inputs(pairs, dimension);
        using GuardedTensors tensors = new();
        Span<float> step = tensors.New(dimension), moment = tensors.New(dimension), gradient = tensors.New(dimension);
        Recombination.Forward(
            pairs, dimension, tensors.Copy(inputs[0]), tensors.Copy(inputs[1]), tensors.Copy(inputs[2]), tensors.Copy(inputs[3]), step,
            moment, gradient);
        double[][] expected = Oracle(dimension, [.. inputs.Select(RandomTensors.Widen)]);
        Closeness.AssertClose("step", step, expected[0], pairs);
        Closeness.AssertClose("moment", moment, expected[1], pairs);
        Closeness.AssertClose("gradient", gradient, expected[2], pairs);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_match_central_differences_of_the_double_oracle(int pairs, int dimension)
    {
        float[][] inputs = Inputs(pairs, dimension);
        RandomTensors random = new(5);
        float[] dstep = random.Normal(dimension), dmoment = random.Normal(dimension), dgradient = random.Normal(dimension);
        double[][] expected = NumericalGradients.Of(
            x => Oracle(dimension, x), [.. inputs.Select(RandomTensors.Widen)],
            [RandomTensors.Widen(dstep), RandomTensors.Widen(dmoment), RandomTensors.Widen(dgradient)]);
        using GuardedTensors tensors = new();
        Span<float> dE = tensors.New(pairs * dimension);
        Span<float> dstepWeights = tensors.New(pairs), dmomentWeights = tensors.New(pairs), dgradientWeights = tensors.New(pairs);
        Recombination.Backward(
            pairs, dimension, tensors.Copy(inputs[0]), tensors.Copy(inputs[1]), tensors.Copy(inputs[2]), tensors.Copy(inputs[3]),
            tensors.Copy(dstep), tensors.Copy(dmoment), tensors.Copy(dgradient), dE, dstepWeights, dmomentWeights, dgradientWeights);
        Closeness.AssertClose("dE", dE, expected[0], 3);
        Closeness.AssertClose("dstepWeights", dstepWeights, expected[1], dimension);
        Closeness.AssertClose("dmomentWeights", dmomentWeights, expected[2], dimension);
        Closeness.AssertClose("dgradientWeights", dgradientWeights, expected[3], dimension);
    }

    private static float[][] Inputs(int pairs, int dimension)
    {
        RandomTensors random = new(pairs + 100 * dimension);
        return [random.Normal(pairs * dimension), random.Normal(pairs), random.Normal(pairs), random.Normal(pairs)];
    }

    private static double[][] Oracle(int dimension, double[][] x) =>
    [
        Sum(dimension, x[1], (h, d) => x[0][h * dimension + d]),
        Sum(dimension, x[2], (h, d) => x[0][h * dimension + d] * x[0][h * dimension + d]),
        Sum(dimension, x[3], (h, d) => x[0][h * dimension + d]),
    ];

    private static double[] Sum(int dimension, double[] weights, Func<int, int, double> term) =>
        [.. Enumerable.Range(0, dimension).Select(d => weights.Select((weight, h) => weight * term(h, d)).Sum())];
}
