using L2E.Kernels.Operators.Tests;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Training.Tests;

public class UnrollGradientTests
{
    [Fact]
    public void Every_derivative_of_the_double_oracle_equals_central_differences_of_what_holds_the_same_values_fixed()
    {
        UnrollCase data = new(8, 6, 3, 1);
        double[] parameters = RandomTensors.Widen(data.Parameters);
        UnrollOracle[] oracles = data.Oracles();
        data.Evaluate(oracles, parameters, -1);
        double[] slopes = new double[parameters.Length], differences = new double[parameters.Length];
        for (int k = 0; k < parameters.Length; k++)
        {
            slopes[k] = data.Evaluate(oracles, parameters, k).Slope;
            const double Step = 1e-5;
            double centre = parameters[k];
            parameters[k] = centre + Step;
            double above = data.Evaluate(oracles, parameters, -1).Losses.Sum();
            parameters[k] = centre - Step;
            double below = data.Evaluate(oracles, parameters, -1).Losses.Sum();
            parameters[k] = centre;
            differences[k] = (above - below) / (2 * Step);
        }

        double error = ExtrapolatedDifferences.RelativeError(slopes, differences);
        Assert.True(error <= 1e-6, $"relative error {error:G3}");
    }

    [Fact]
    public void Gradient_of_an_unroll_matches_the_double_oracle_in_every_parameter() =>
        AssertMatches(new UnrollCase(8, 6, 3, 1), stride: 1);

    [Theory]
    [InlineData(4, 1, 2, 2)]
    [InlineData(10, 19, 5, 3)]
    [InlineData(16, 33, 1, 4)]
    [InlineData(8, 3, 34, 6)]
    [InlineData(6, 2, 34, 9)]
    public void Gradient_matches_for_other_shapes_and_with_steps_computed_again(int population, int dimension, int generations, int seed) =>
        AssertMatches(new UnrollCase(population, dimension, generations, seed), stride: 9);

    private static void AssertMatches(UnrollCase data, int stride)
    {
        double[] parameters = RandomTensors.Widen(data.Parameters);
        UnrollOracle[] oracles = data.Oracles();
        (double[] losses, float[] gradient) = data.Differentiate();
        Closeness.AssertClose(
            "losses", [.. losses.Select(loss => (float)loss)], data.Evaluate(oracles, parameters, -1).Losses, data.ReductionLength);
        int[] directions = [.. Enumerable.Range(0, parameters.Length).Where(k => k % stride == 0)];
        double[] expected = [.. directions.Select(k => data.Evaluate(oracles, parameters, k).Slope)];
        Closeness.AssertClose("dparameters", [.. directions.Select(k => gradient[k])], expected, data.ReductionLength);
    }
}
