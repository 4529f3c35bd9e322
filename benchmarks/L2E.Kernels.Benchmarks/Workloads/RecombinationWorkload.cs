using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Workloads;

/// <summary>The three weighted sums of a recombination.</summary>
internal sealed class RecombinationWorkload : IWorkload
{
    private readonly int pairs, dimension;
    private readonly float[] E, stepWeights, momentWeights, gradientWeights, step, moment, gradient, dstep, dmoment, dgradient;
    private readonly float[] dE, dstepWeights, dmomentWeights, dgradientWeights;

    public RecombinationWorkload(int pairs, int dimension)
    {
        this.pairs = pairs;
        this.dimension = dimension;
        RandomTensors random = new(5);
        int elements = pairs * dimension;
        E = random.Normal(elements);
        stepWeights = random.Normal(pairs);
        momentWeights = random.Normal(pairs);
        gradientWeights = random.Normal(pairs);
        dstep = random.Normal(dimension);
        dmoment = random.Normal(dimension);
        dgradient = random.Normal(dimension);
        step = new float[dimension];
        moment = new float[dimension];
        gradient = new float[dimension];
        dE = new float[elements];
        dstepWeights = new float[pairs];
        dmomentWeights = new float[pairs];
        dgradientWeights = new float[pairs];
        Shape = $"[{pairs}, {dimension}]";
        Passes =
        [
            new Pass("forward", new Cost(4.0 * (elements + 3 * pairs + 3 * dimension), 0, 7.0 * elements), Forward),
            new Pass("backward", new Cost(4.0 * (2 * elements + 6 * pairs + 3 * dimension), 0, 14.0 * elements), Backward),
        ];
    }

    public string Operator => nameof(Recombination);

    public string Shape { get; }

    public IReadOnlyList<Pass> Passes { get; }

    public void Check()
    {
        Forward();
        Backward();
        float[][] inputs = [E, stepWeights, momentWeights, gradientWeights];
        double[][] expected = Oracle([.. inputs.Select(RandomTensors.Widen)]);
        OracleCheck.Close("step", step, expected[0], pairs);
        OracleCheck.Close("moment", moment, expected[1], pairs);
        OracleCheck.Close("gradient", gradient, expected[2], pairs);
        OracleCheck.Gradients(
            Oracle, inputs, [dstep, dmoment, dgradient], ("dE", dE), ("dstepWeights", dstepWeights),
            ("dmomentWeights", dmomentWeights), ("dgradientWeights", dgradientWeights));
    }

    private void Forward() =>
        Recombination.Forward(pairs, dimension, E, stepWeights, momentWeights, gradientWeights, step, moment, gradient);

    private void Backward() =>
        Recombination.Backward(
            pairs, dimension, E, stepWeights, momentWeights, gradientWeights, dstep, dmoment, dgradient, dE, dstepWeights,
            dmomentWeights, dgradientWeights);

    private double[][] Oracle(double[][] x)
    {
        double[] stepSum = new double[dimension], momentSum = new double[dimension], gradientSum = new double[dimension];
        for (int h = 0; h < pairs; h++)
        {
            for (int d = 0; d < dimension; d++)
            {
                double value = x[0][h * dimension + d];
                stepSum[d] += x[1][h] * value;
                momentSum[d] += x[2][h] * value * value;
                gradientSum[d] += x[3][h] * value;
            }
        }

        return [stepSum, momentSum, gradientSum];
    }
}
