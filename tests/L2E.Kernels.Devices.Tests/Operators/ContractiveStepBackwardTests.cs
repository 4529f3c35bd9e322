using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>Gradients of the fused step on a device.</summary>
public abstract class ContractiveStepBackwardTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    private const float Rho = 0.95f;

    // Under rho, just over it, far over it, none.
    private static readonly float[] rowBounds = [0.2f, 0.97f, 4, 0];

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(64, false)]
    [InlineData(65, true)]
    [InlineData(200, true)]
    public void Gradient_of_every_input_matches_differences_of_the_step_in_double(int dimension, bool hasBox)
    {
        int population = rowBounds.Length;
        RandomTensors random = new(dimension + 1);
        float[] relaxation = random.Uniform(population, 0.1f, 0.9f), D = random.Normal(population * dimension);
        float[] y = random.Normal(D.Length), dnext = random.Normal(D.Length);
        float[] lower = hasBox ? random.Uniform(dimension, -0.6f, -0.2f) : [], upper = hasBox ? random.Uniform(dimension, 0.2f, 0.6f) : [];
        double[][] expected = NumericalGradients.Of(
            Step, [.. ((float[][])[rowBounds, relaxation, D, y]).Select(RandomTensors.Widen)], [RandomTensors.Widen(dnext)]);
        using DeviceBuffer<float> bounds = Upload(rowBounds), relaxations = Upload(relaxation), current = Upload(D), output = Upload(y);
        using DeviceBuffer<float> low = Upload(lower), high = Upload(upper), cotangent = Upload(dnext), dy = Upload(new float[D.Length]);
        using DeviceBuffer<float> drowBound = Upload(new float[population]), drelaxation = Upload(new float[population]);

        Get(device => new DeviceContractiveStepBackward(device)).Backward(
            population, dimension, Rho, bounds, relaxations, current, output, hasBox ? new DeviceBox(low, high) : null, cotangent,
            drowBound, drelaxation, cotangent, dy);

        AssertWithin("drowBound", Download(drowBound), expected[0]);
        AssertWithin("drelaxation", Download(drelaxation), expected[1]);
        AssertWithin("dD", Download(cotangent), expected[2]);
        AssertWithin("dy", Download(dy), expected[3]);

        double[][] Step(double[][] x) =>
        [
            [
                .. x[2].Select((point, k) =>
                {
                    int row = k / dimension, d = k % dimension;
                    double next = (1 - x[1][row]) * point + x[1][row] * x[3][k] * Rho / Math.Max(Rho, x[0][row]);
                    return hasBox ? Math.Clamp(next, lower[d], upper[d]) : next;
                }),
            ],
        ];
    }

    [Fact]
    public void A_cotangent_of_another_length_is_named()
    {
        using DeviceBuffer<float> one = Upload([1]), two = Upload([1, 2]);

        DeviceContractiveStepBackward step = Get(device => new DeviceContractiveStepBackward(device));

        ArgumentException wrong = Assert.Throws<ArgumentException>(() =>
            step.Backward(1, 1, Rho, one, one, one, one, null, two, one, one, one, one));

        Assert.Equal("dnext: expected 1 elements (population * dimension), got 2", wrong.Message);
    }
}
