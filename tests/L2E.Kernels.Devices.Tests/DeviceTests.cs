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
}
