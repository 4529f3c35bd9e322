using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Contraction projection and Krasnosel'skii-Mann averaging: a factor or a weight per row.</summary>
public class RowOperatorTests
{
    private const int Population = 5;
    private const float Rho = 0.95f;

    // Far under rho, just under, just over, far over, zero.
    private static readonly float[] rowBounds = [0.2f, 0.94f, 0.97f, 40, 0];

    public static TheoryData<int> Dimensions => RowLengths.All;

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Projection_matches_the_double_oracle(int dimension)
    {
        using GuardedTensors tensors = new();
        float[] y = new RandomTensors(dimension).Normal(Population * dimension);
        Span<float> projected = tensors.New(y.Length);
        ContractionProjection.Forward(Population, dimension, Rho, tensors.Copy(rowBounds), tensors.Copy(y), projected);
        Closeness.AssertClose(
            "projected", projected, PopulationScanOracle.Project(Rho, RandomTensors.Widen(rowBounds), RandomTensors.Widen(y)), 1);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Projection_gradients_match_central_differences_of_the_double_oracle(int dimension)
    {
        RandomTensors random = new(dimension);
        float[] y = random.Normal(Population * dimension), dprojected = random.Normal(Population * dimension);
        double[][] expected = NumericalGradients.Of(
            x => [PopulationScanOracle.Project(Rho, x[0], x[1])], [RandomTensors.Widen(rowBounds), RandomTensors.Widen(y)],
            [RandomTensors.Widen(dprojected)]);
        using GuardedTensors tensors = new();
        Span<float> dy = tensors.New(y.Length), drowBound = tensors.New(Population);
        ContractionProjection.Backward(
            Population, dimension, Rho, tensors.Copy(rowBounds), tensors.Copy(y), tensors.Copy(dprojected), dy, drowBound);
        Closeness.AssertClose("dy", dy, expected[1], 1);
        Closeness.AssertClose("drowBound", drowBound, expected[0], dimension);
    }

    [Fact]
    public void A_row_whose_bound_is_exactly_rho_is_left_alone_and_its_bound_has_gradient_zero()
    {
        float[] y = [1, -2, 3], projected = new float[3], dy = new float[3], drowBound = new float[1];
        ContractionProjection.Forward(1, 3, Rho, [Rho], y, projected);
        ContractionProjection.Backward(1, 3, Rho, [Rho], y, y, dy, drowBound);
        Assert.Equal(y, projected);
        Assert.Equal(y, dy);
        Assert.Equal(0, drowBound[0]);
    }

    [Fact]
    public void An_infinite_bound_gives_zero_and_a_nan_bound_nan()
    {
        float[] y = [1, -2], projected = new float[2];
        ContractionProjection.Forward(2, 1, Rho, [float.PositiveInfinity, float.NaN], y, projected);
        Assert.Equal(0, projected[0]);
        Assert.True(float.IsNaN(projected[1]));
    }

    [Fact]
    public void Projection_works_in_place()
    {
        float[] y = new RandomTensors(3).Normal(Population * 37), projected = new float[y.Length], inPlace = [.. y];
        ContractionProjection.Forward(Population, 37, Rho, rowBounds, y, projected);
        ContractionProjection.Forward(Population, 37, Rho, rowBounds, inPlace, inPlace);
        Assert.Equal(projected, inPlace);

        float[] dy = new float[y.Length], drowBound = new float[Population], drowBoundInPlace = new float[Population];
        inPlace = [.. projected];
        ContractionProjection.Backward(Population, 37, Rho, rowBounds, y, projected, dy, drowBound);
        ContractionProjection.Backward(Population, 37, Rho, rowBounds, y, inPlace, inPlace, drowBoundInPlace);
        Assert.Equal(dy, inPlace);
        Assert.Equal(drowBound, drowBoundInPlace);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Averaging_matches_the_double_oracle(int dimension)
    {
        (float[] relaxation, float[] D, float[] Y) = AveragingInputs(dimension);
        using GuardedTensors tensors = new();
        Span<float> next = tensors.New(D.Length);
        KrasnoselskiiMann.Forward(Population, dimension, tensors.Copy(relaxation), tensors.Copy(D), tensors.Copy(Y), next);
        double[][] inputs = [RandomTensors.Widen(relaxation), RandomTensors.Widen(D), RandomTensors.Widen(Y)];
        Closeness.AssertClose("next", next, Average(inputs)[0], 1);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Averaging_gradients_match_central_differences_of_the_double_oracle(int dimension)
    {
        (float[] relaxation, float[] D, float[] Y) = AveragingInputs(dimension);
        float[] dnext = new RandomTensors(77).Normal(D.Length);
        double[][] inputs = [RandomTensors.Widen(relaxation), RandomTensors.Widen(D), RandomTensors.Widen(Y)];
        double[][] expected = NumericalGradients.Of(Average, inputs, [RandomTensors.Widen(dnext)]);
        using GuardedTensors tensors = new();
        Span<float> drelaxation = tensors.New(Population), dD = tensors.New(D.Length), dY = tensors.New(D.Length);
        KrasnoselskiiMann.Backward(
            Population, dimension, tensors.Copy(relaxation), tensors.Copy(D), tensors.Copy(Y), tensors.Copy(dnext), drelaxation, dD, dY);
        Closeness.AssertClose("drelaxation", drelaxation, expected[0], dimension);
        Closeness.AssertClose("dD", dD, expected[1], 1);
        Closeness.AssertClose("dY", dY, expected[2], 1);
    }

    [Fact]
    public void Averaging_works_in_place_of_either_point_and_its_gradient_in_place_of_the_cotangent()
    {
        (float[] relaxation, float[] D, float[] Y) = AveragingInputs(37);
        float[] next = new float[D.Length], inD = [.. D], inY = [.. Y];
        KrasnoselskiiMann.Forward(Population, 37, relaxation, D, Y, next);
        KrasnoselskiiMann.Forward(Population, 37, relaxation, inD, Y, inD);
        KrasnoselskiiMann.Forward(Population, 37, relaxation, D, inY, inY);
        Assert.Equal(next, inD);
        Assert.Equal(next, inY);

        float[] drelaxation = new float[Population], dD = new float[D.Length], dY = new float[D.Length];
        KrasnoselskiiMann.Backward(Population, 37, relaxation, D, Y, next, drelaxation, dD, dY);
        KrasnoselskiiMann.Backward(Population, 37, relaxation, D, Y, inD, drelaxation, inD, new float[D.Length]);
        KrasnoselskiiMann.Backward(Population, 37, relaxation, D, Y, inY, drelaxation, new float[D.Length], inY);
        Assert.Equal(dD, inD);
        Assert.Equal(dY, inY);
    }

    private static (float[] Relaxation, float[] D, float[] Y) AveragingInputs(int dimension)
    {
        RandomTensors random = new(dimension);
        return (random.Uniform(Population, 0.05f, 0.95f), random.Normal(Population * dimension), random.Normal(Population * dimension));
    }

    private static double[][] Average(double[][] inputs)
    {
        int dimension = inputs[1].Length / Population;
        return [[.. inputs[1].Select((current, k) =>
        {
            double relaxation = inputs[0][k / dimension];
            return (1 - relaxation) * current + relaxation * inputs[2][k];
        })]];
    }
}
