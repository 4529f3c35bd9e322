namespace L2E.Kernels.Devices.Tests;

/// <summary>What the suites of the operators share: each is instantiated for every driver.</summary>
public abstract class DeviceTests(DeviceFixture fixture)
{
    protected Device Device => fixture.Device;

    /// <inheritdoc cref="DeviceFixture.Get"/>
    protected T Get<T>(Func<Device, T> create)
        where T : class, IDisposable => fixture.Get(create);

    /// <summary>A buffer that holds the elements, also where there are none.</summary>
    protected DeviceBuffer<float> Upload(ReadOnlySpan<float> elements)
    {
        DeviceBuffer<float> buffer = Device.Allocate<float>(elements.Length);
        buffer.Write(elements);
        return buffer;
    }

    protected static float[] Download(DeviceBuffer<float> buffer)
    {
        float[] elements = new float[buffer.Length];
        buffer.Read(elements);
        return elements;
    }

    /// <summary>What the reference vectors promise of every implementation in float: 1e-4, and 1e-4 of the value.</summary>
    protected static void AssertWithin(string name, float[] actual, double[] expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            bool isWithin = Math.Abs(actual[i] - expected[i]) <= 1e-4 + 1e-4 * Math.Abs(expected[i]);
            Assert.True(isWithin, $"{name}[{i}]: expected {expected[i]}, got {actual[i]}");
        }
    }
}
