using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>The gate network on a device.</summary>
public abstract class GateNetworkTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    private const float Rho = 0.95f;

    private static readonly string[] names = ["delta", "decay", "B", "C", "rowBound", "individualOutputs", "globalOutputs"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(70)]
    public void Every_output_matches_the_double_oracle(int population)
    {
        RandomTensors random = new(population);
        float[] parameters = random.Normal(GateNetwork.ParameterCount, 0.3f), individualFeatures = random.Normal(4 * population);
        float[] globalFeatures = random.Normal(7);
        double[][] expected = GateNetworkOracle.Forward(
            Rho, RandomTensors.Widen(parameters), RandomTensors.Widen(individualFeatures), RandomTensors.Widen(globalFeatures));

        float[][] actual = Run(population, parameters, individualFeatures, globalFeatures);

        for (int i = 0; i < names.Length; i++)
            AssertWithin(names[i], actual[i], expected[i]);
    }

    [Fact]
    public void Parameters_and_decays_beyond_their_limits_act_as_if_they_were_these()
    {
        float[] beyond = new float[GateNetwork.ParameterCount], atLimit = new float[GateNetwork.ParameterCount];
        GateNetwork.Initialise(1, beyond);
        beyond.CopyTo(atLimit, 0);
        (new GateParameters(beyond).LogDecay[1], new GateParameters(atLimit).LogDecay[1]) = (50, GateNetwork.ExponentLimit);
        new GateParameters(beyond).IndividualBias[0] = -5000;
        new GateParameters(atLimit).IndividualBias[0] = -GateNetwork.ParameterLimit;
        float[] individualFeatures = new RandomTensors(1).Normal(20), globalFeatures = new RandomTensors(2).Normal(7);

        Assert.Equal(Run(5, atLimit, individualFeatures, globalFeatures), Run(5, beyond, individualFeatures, globalFeatures));
    }

    private float[][] Run(int population, float[] parameters, float[] individualFeatures, float[] globalFeatures)
    {
        using DeviceGateNetwork network = new(Device, population);
        using DeviceBuffer<float> weights = Upload(parameters), individual = Upload(individualFeatures), global = Upload(globalFeatures);
        int gates = 4 * population;
        DeviceBuffer<float>[] outputs =
            [.. ((int[])[population, 4, gates, gates, population, 2 * population, 8]).Select(length => Upload(new float[length]))];
        network.Forward(
            Rho, weights, individual, global, new DeviceGates(outputs[0], outputs[1], outputs[2], outputs[3]), outputs[4], outputs[5],
            outputs[6]);
        float[][] values = [.. outputs.Select(Download)];
        foreach (DeviceBuffer<float> output in outputs)
            output.Dispose();
        return values;
    }
}
