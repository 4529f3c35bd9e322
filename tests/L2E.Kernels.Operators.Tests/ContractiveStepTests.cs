using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Projection, averaging and box in one pass.</summary>
public class ContractiveStepTests
{
    private const int Population = 5;
    private const float Rho = 0.95f;

    // Far under rho, just under, just over, far over, zero.
    private static readonly float[] rowBounds = [0.2f, 0.94f, 0.97f, 4, 0];

    /// <summary>
    /// Every register width, more than one tile of coordinates, and results that are written around the caches, from rows that begin in
    /// different places of a cache line; with a box that about half of the values leave, or none.
    /// </summary>
    public static MatrixTheoryData<int, bool> Cases => new([.. RowLengths.All.Select(row => row.Data), 2048, 2051, 26_221], [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_matches_the_double_oracle(int dimension, bool box)
    {
        (float[][] inputs, float[] lower, float[] upper) = Inputs(dimension, box);
        using GuardedTensors tensors = new();
        Span<float> next = tensors.New(Population * dimension);
        ContractiveStep.Forward(
            Population, dimension, Rho, tensors.Copy(inputs[0]), tensors.Copy(inputs[1]), tensors.Copy(inputs[2]), tensors.Copy(inputs[3]),
            tensors.Copy(lower), tensors.Copy(upper), next);
        Closeness.AssertClose("next", next, Step([.. inputs.Select(RandomTensors.Widen)], lower, upper)[0], 1);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(17, true)]
    [InlineData(35, true)]
    [InlineData(35, false)]
    public void Gradient_of_every_input_matches_central_differences_of_the_double_oracle(int dimension, bool box)
    {
        (float[][] inputs, float[] lower, float[] upper) = Inputs(dimension, box);
        float[] dnext = new RandomTensors(78).Normal(Population * dimension);
        double[][] expected = NumericalGradients.Of(
            x => Step(x, lower, upper), [.. inputs.Select(RandomTensors.Widen)], [RandomTensors.Widen(dnext)]);
        using GuardedTensors tensors = new();
        Span<float> drowBound = tensors.New(Population), drelaxation = tensors.New(Population);
        Span<float> dD = tensors.New(dnext.Length), dy = tensors.New(dnext.Length);
        ContractiveStep.Backward(
            Population, dimension, Rho, tensors.Copy(inputs[0]), tensors.Copy(inputs[1]), tensors.Copy(inputs[2]), tensors.Copy(inputs[3]),
            tensors.Copy(lower), tensors.Copy(upper), tensors.Copy(dnext), drowBound, drelaxation, dD, dy);
        Closeness.AssertClose("drowBound", drowBound, expected[0], dimension);
        Closeness.AssertClose("drelaxation", drelaxation, expected[1], dimension);
        Closeness.AssertClose("dD", dD, expected[2], 1);
        Closeness.AssertClose("dy", dy, expected[3], 1);
    }

    [Fact]
    public void The_step_works_in_place_of_either_point_and_its_gradient_in_place_of_the_cotangent()
    {
        (float[][] inputs, float[] lower, float[] upper) = Inputs(37, true);
        float[] next = Run(inputs[2], inputs[3], new float[Population * 37]), inD = [.. inputs[2]], inY = [.. inputs[3]];
        Assert.Equal(next, Run(inD, inputs[3], inD));
        Assert.Equal(next, Run(inputs[2], inY, inY));

        float[] dnext = new RandomTensors(79).Normal(next.Length), dD = new float[next.Length], dy = new float[next.Length];
        float[] inCotangent = [.. dnext], drowBound = new float[Population], drelaxation = new float[Population], dyAgain = [.. dy];
        ContractiveStep.Backward(
            Population, 37, Rho, inputs[0], inputs[1], inputs[2], inputs[3], lower, upper, dnext, drowBound, drelaxation, dD, dy);
        ContractiveStep.Backward(
            Population, 37, Rho, inputs[0], inputs[1], inputs[2], inputs[3], lower, upper, inCotangent, drowBound, drelaxation,
            inCotangent, dyAgain);
        Assert.Equal(dD, inCotangent);
        Assert.Equal(dy, dyAgain);

        float[] Run(float[] D, float[] y, float[] destination)
        {
            ContractiveStep.Forward(Population, 37, Rho, inputs[0], inputs[1], D, y, lower, upper, destination);
            return destination;
        }
    }

    [Fact]
    public void Nan_passes_through_the_box()
    {
        float[] next = new float[1];
        ContractiveStep.Forward(1, 1, Rho, [0.5f], [0.5f], [float.NaN], [1], [-1], [1], next);
        Assert.True(float.IsNaN(next[0]));
    }

    private static (float[][] Inputs, float[] Lower, float[] Upper) Inputs(int dimension, bool box)
    {
        RandomTensors random = new(dimension);
        float[] relaxation = random.Uniform(Population, 0.1f, 0.9f);
        float[] D = random.Normal(Population * dimension), y = random.Normal(Population * dimension);
        float[] lower = random.Uniform(box ? dimension : 0, -0.6f, -0.2f), upper = random.Uniform(box ? dimension : 0, 0.2f, 0.6f);
        return ([rowBounds, relaxation, D, y], lower, upper);
    }

    private static double[][] Step(double[][] x, float[] lower, float[] upper)
    {
        double[] next = PopulationScanOracle.Project(Rho, x[0], x[3]);
        for (int k = 0; k < next.Length; k++)
        {
            int i = k / (next.Length / Population), d = k % (next.Length / Population);
            next[k] = (1 - x[1][i]) * x[2][k] + x[1][i] * next[k];
            if (lower.Length > 0)
                next[k] = Math.Clamp(next[k], lower[d], upper[d]);
        }

        return [next];
    }
}
