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
        nint memory = Handle;
        Guard.Length(source, Length, "elements of the buffer");
        if (Length == 0)
            return;
        fixed (T* elements = source)
            device.Write(memory, elements, (nuint)Length * (nuint)sizeof(T));
    }

    /// <summary>Waits for the kernels launched before, and copies from the device.</summary>
    /// <param name="destination">Destination (=), as many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The number is another.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Read(Span<T> destination)
    {
        nint memory = Handle;
        Guard.Length<T>(destination, Length, "elements of the buffer");
        if (Length == 0)
            return;
        fixed (T* elements = destination)
            device.Read(memory, elements, (nuint)Length * (nuint)sizeof(T));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (handle != 0)
            device.Free(handle);
        handle = 0;
    }
}
