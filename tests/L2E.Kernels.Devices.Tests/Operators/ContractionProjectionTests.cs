using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>The projection to a contraction on a device.</summary>
public abstract class ContractionProjectionTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    private const float Rho = 0.95f;

    // Under rho, over it, far over it, none.
    private static readonly float[] rowBounds = [0.2f, 0.97f, 400, 0];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(1000)]
    public void The_projection_has_the_bits_of_the_CPU(int dimension)
    {
        float[] y = new RandomTensors(dimension).Normal(rowBounds.Length * dimension), expected = new float[y.Length];
        ContractionProjection.Forward(rowBounds.Length, dimension, Rho, rowBounds, y, expected);
        using DeviceBuffer<float> bounds = Upload(rowBounds), output = Upload(y);

        Get(device => new DeviceContractionProjection(device)).Forward(rowBounds.Length, dimension, Rho, bounds, output, output);

        Assert.Equal(expected, Download(output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(130)]
    public void Both_gradients_match_differences_of_the_double_oracle(int dimension)
    {
        RandomTensors random = new(dimension);
        float[] y = random.Normal(rowBounds.Length * dimension), dprojected = random.Normal(y.Length);
        double[][] expected = NumericalGradients.Of(
            x => [PopulationScanOracle.Project(Rho, x[0], x[1])], [RandomTensors.Widen(rowBounds), RandomTensors.Widen(y)],
            [RandomTensors.Widen(dprojected)]);
        using DeviceBuffer<float> bounds = Upload(rowBounds), output = Upload(y), cotangent = Upload(dprojected);
        using DeviceBuffer<float> drowBound = Upload(new float[rowBounds.Length]);

        Get(device => new DeviceContractionProjection(device))
            .Backward(rowBounds.Length, dimension, Rho, bounds, output, cotangent, cotangent, drowBound);

        AssertWithin("drowBound", Download(drowBound), expected[0]);
        AssertWithin("dy", Download(cotangent), expected[1]);
    }
}
