namespace L2E.Kernels.Devices;

/// <summary>Elements in a device's memory, the caller's to dispose of before the device.</summary>
/// <typeparam name="T">Type of an element.</typeparam>
public sealed unsafe class DeviceBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly Device device;

    internal DeviceBuffer(Device device, nint handle, int length) => (this.device, Handle, Length) = (device, handle, length);

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>What the driver calls it; 0 for a buffer of no elements and after <see cref="Dispose"/>.</summary>
    internal nint Handle { get; private set; }

    /// <summary>Copies to the device, and waits until it is done.</summary>
    /// <param name="source">As many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The number is another.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Write(ReadOnlySpan<T> source)
    {
        ObjectDisposedException.ThrowIf(Handle == 0 && Length != 0, this);
        Guard.Length(source, Length, "elements of the buffer");
        if (Length == 0)
            return;
        fixed (T* elements = source)
            device.Write(Handle, elements, (nuint)Length * (nuint)sizeof(T));
    }

    /// <summary>Waits for the kernels launched before, and copies from the device.</summary>
    /// <param name="destination">Destination (=), as many elements as the buffer has.</param>
    /// <exception cref="ArgumentException">The number is another.</exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Read(Span<T> destination)
    {
        ObjectDisposedException.ThrowIf(Handle == 0 && Length != 0, this);
        Guard.Length<T>(destination, Length, "elements of the buffer");
        if (Length == 0)
            return;
        fixed (T* elements = destination)
            device.Read(Handle, elements, (nuint)Length * (nuint)sizeof(T));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Handle != 0)
            device.Free(Handle);
        Handle = 0;
    }
}
