using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Checking;

/// <summary>The tensors of a check on a device, which are all given back with it.</summary>
internal sealed class DeviceTensors(Device device) : IDisposable
{
    private readonly List<DeviceBuffer<float>> buffers = [];

    /// <summary>A tensor of zeros.</summary>
    public DeviceBuffer<float> New(int length) => Upload(new float[length]);

    /// <summary>The same, or null where there are no elements.</summary>
    public DeviceBuffer<float>? NewOptional(int length) => length == 0 ? null : New(length);

    /// <summary>A tensor, also one of no elements.</summary>
    public DeviceBuffer<float> Upload(ReadOnlySpan<float> elements)
    {
        DeviceBuffer<float> buffer = device.Allocate<float>(elements.Length);
        buffers.Add(buffer);
        buffer.Write(elements);
        return buffer;
    }

    /// <summary>A tensor; null where there are no elements.</summary>
    public DeviceBuffer<float>? UploadOptional(ReadOnlySpan<float> elements) => elements.IsEmpty ? null : Upload(elements);

    /// <summary>What a device has computed; nothing of a tensor that is absent.</summary>
    public static float[] Download(DeviceBuffer<float>? buffer)
    {
        float[] elements = new float[buffer?.Length ?? 0];
        buffer?.Read(elements);
        return elements;
    }

    public void Dispose() => buffers.ForEach(buffer => buffer.Dispose());
}
