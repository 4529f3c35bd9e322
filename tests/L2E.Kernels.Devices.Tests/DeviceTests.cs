namespace L2E.Kernels.Devices.Tests;

/// <summary>What the suites of the operators share: each is instantiated for every driver.</summary>
public abstract class DeviceTests(DeviceFixture fixture)
{
    protected Device Device => fixture.Device;

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
