using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Devices.Tests.Operators;

/// <summary>Kernels that measure a device do what they are measured for.</summary>
public abstract class DeviceSpeedTests(DeviceFixture fixture) : DeviceTests(fixture)
{
    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(40_000)]
    public void What_is_measured_as_a_copy_is_one(int length)
    {
        float[] elements = new RandomTensors(length).Uniform(length, -1, 1);
        DeviceSpeed speed = Get(device => new DeviceSpeed(device));
        using DeviceBuffer<float> source = Upload(elements), destination = Upload(new float[length]);

        double seconds = speed.MeasureCopy(source, destination);

        Assert.Equal(elements, Download(destination));
        Assert.True(seconds >= 0 && double.IsFinite(seconds), $"{seconds} s");
    }

    [Fact]
    public void Twice_the_steps_are_twice_the_exponentials_and_multiply_adds()
    {
        DeviceSpeed speed = Get(device => new DeviceSpeed(device));

        Assert.Equal(2 * speed.MeasureExponentials(2).Count, speed.MeasureExponentials(4).Count);
        Assert.Equal(2 * speed.MeasureMultiplyAdds(2).Count, speed.MeasureMultiplyAdds(4).Count);
    }

    [Fact]
    public void A_destination_of_another_length_is_refused()
    {
        DeviceSpeed speed = Get(device => new DeviceSpeed(device));
        using DeviceBuffer<float> source = Upload(new float[3]), destination = Upload(new float[2]);

        ArgumentException wrong = Assert.Throws<ArgumentException>(() => speed.MeasureCopy(source, destination));

        Assert.Equal("destination: expected 3 elements (as many as the source has), got 2", wrong.Message);
    }
}
