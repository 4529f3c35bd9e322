using L2E.Kernels.Operators;
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
            // Five-point rule: its error is of the fourth order in the step.
            const double Step = 1e-4;
            differences[k] = (8 * Difference(k, Step) - Difference(k, 2 * Step)) / (12 * Step);
        }

        double error = ExtrapolatedDifferences.RelativeError(slopes, differences);
        Console.WriteLine($"FD error {error:G3}");
        Assert.True(error <= 1e-6, $"relative error {error:G3} Z");

        double Difference(int k, double step)
        {
            double centre = parameters[k];
            parameters[k] = centre + step;
            double above = data.Evaluate(oracles, parameters, -1).Losses.Sum();
            parameters[k] = centre - step;
            double below = data.Evaluate(oracles, parameters, -1).Losses.Sum();
            parameters[k] = centre;
            return above - below;
        }
    }

    [Theory]
    [InlineData(8, 6, 3, 1)]
    [InlineData(4, 1, 2, 2)]
    [InlineData(10, 19, 7, 3)]
    [InlineData(16, 33, 1, 4)]
    public void Gradient_of_an_unroll_matches_the_double_oracle_in_every_parameter(
        int population, int dimension, int generations, int seed)
    {
        UnrollCase data = new(population, dimension, generations, seed);
        double[] parameters = RandomTensors.Widen(data.Parameters);
        UnrollOracle[] oracles = data.Oracles();
        (double[] losses, float[] gradient) = data.Differentiate();
        double[] expected = [.. parameters.Select((_, k) => data.Evaluate(oracles, parameters, k).Slope)];
        double scale = expected.Max(Math.Abs);
        double worst = gradient.Zip(expected, (a, e) => Math.Abs(a - e)).Max() / scale;
        double[] expectedLosses = data.Evaluate(oracles, parameters, -1).Losses;
        Console.WriteLine($"{population} {dimension} {generations}: {worst:G3} of {scale:G3}; {losses[0] - expectedLosses[0]:G3} {losses[1] - expectedLosses[1]:G3}");
        Assert.True(worst < 1e-5);
    }
}
