namespace L2E.Kernels.Devices;

/// <summary>Elements in a device's memory, the caller's to dispose of before the device.</summary>
/// <typeparam name="T">Type of an element.</typeparam>
public sealed unsafe class DeviceBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly Device device;
    private nint handle;

    internal DeviceBuffer(Device device, nint handle, int length) => (this.device, this.handle, Length) = (device, handle, length);

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>What the driver calls it; 0 for a buffer of no elements.</summary>
    /// <exception cref="ObjectDisposedException">There is no such buffer any more.</exception>
    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(handle == 0 && Length != 0, this);
            return handle;
        }
    }

    /// <summary>Copies to the device, and waits until it is done.</summary>
    /// <param name="source">As many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The number is another.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Write(ReadOnlySpan<T> source)
    {
        Guard.Length(source, Length, "elements of the buffer");
        WriteFirst(source);
    }

    /// <summary>Waits for the kernels launched before, and copies from the device.</summary>
    /// <param name="destination">Destination (=), as many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The number is another.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Read(Span<T> destination)
    {
        Guard.Length<T>(destination, Length, "elements of the buffer");
        ReadFirst(destination);
    }

    /// <summary><see cref="Write"/> of the first elements alone, at most as many as the buffer has.</summary>
    internal void WriteFirst(ReadOnlySpan<T> source)
    {
        nint memory = Handle;
        if (source.IsEmpty)
            return;
        long bytes = (long)source.Length * sizeof(T);
        fixed (T* elements = source)
            device.Write(memory, elements, (nuint)bytes);
        device.Traffic = device.Traffic with { BytesWritten = device.Traffic.BytesWritten + bytes };
    }

    /// <summary><see cref="Read"/> of the first elements alone, at most as many as the buffer has.</summary>
    internal void ReadFirst(Span<T> destination)
    {
        nint memory = Handle;
        if (destination.IsEmpty)
            return;
        long bytes = (long)destination.Length * sizeof(T);
        fixed (T* elements = destination)
            device.Read(memory, elements, (nuint)bytes);
        device.Traffic = device.Traffic with { BytesRead = device.Traffic.BytesRead + bytes, Reads = device.Traffic.Reads + 1 };
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (handle != 0)
            device.Free(handle);
        handle = 0;
    }
}
