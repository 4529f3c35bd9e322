using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>The noise of a device against that of the CPU.</summary>
public abstract class ExplorationNoiseTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    [Theory]
    [InlineData(0UL, 0u, 0u, 2, 1)]
    [InlineData(1UL, 2u, 3u, 3, 15)]
    [InlineData(ulong.MaxValue, uint.MaxValue, uint.MaxValue, 2, 64)]
    [InlineData(0x9E3779B97F4A7C15UL, 100u, 1u, 5, 1000)]
    [InlineData(5UL, 6u, 7u, 40, 5000)]
    public void A_device_makes_the_numbers_of_the_CPU_bit_for_bit(ulong seed, uint iteration, uint stream, int rows, int dimension)
    {
        float[] scale = new RandomTensors(dimension).Uniform(dimension, -1, 1), expected = new float[rows * dimension];
        ExplorationNoise.Fill(seed, iteration, stream, rows, dimension, scale, expected);
        DeviceExplorationNoise noise = Get(device => new DeviceExplorationNoise(device));
        using DeviceBuffer<float> scales = Upload(scale), E = Upload(new float[rows * dimension]);

        noise.Fill(new NoiseAddress(seed, iteration, stream), rows, dimension, scales, E);

        Assert.Equal(expected, Download(E));
    }
}
