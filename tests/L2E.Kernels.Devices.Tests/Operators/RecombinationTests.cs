using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>The sums of a recombination on a device against those of the CPU.</summary>
public abstract class RecombinationTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(5, 64)]
    [InlineData(12, 130)]
    public void The_sums_have_the_bits_of_the_CPU(int pairs, int dimension)
    {
        RandomTensors random = new(pairs + dimension);
        float[] E = random.Normal(pairs * dimension);
        float[] stepWeights = random.Normal(pairs), momentWeights = random.Normal(pairs), gradientWeights = random.Normal(pairs);
        float[] step = new float[dimension], moment = new float[dimension], gradient = new float[dimension];
        Recombination.Forward(pairs, dimension, E, stepWeights, momentWeights, gradientWeights, step, moment, gradient);
        using DeviceBuffer<float> rows = Upload(E), steps = Upload(stepWeights), moments = Upload(momentWeights);
        using DeviceBuffer<float> gradients = Upload(gradientWeights), stepSum = Upload(new float[dimension]);
        using DeviceBuffer<float> momentSum = Upload(new float[dimension]), gradientSum = Upload(new float[dimension]);
        DeviceRecombination recombination = Get(device => new DeviceRecombination(device));

        recombination.Forward(pairs, dimension, rows, steps, moments, gradients, stepSum, momentSum, gradientSum);

        Assert.Equal([.. step, .. moment, .. gradient], [.. Download(stepSum), .. Download(momentSum), .. Download(gradientSum)]);
    }
}
