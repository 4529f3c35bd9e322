namespace L2E.Kernels.Devices;

/// <summary>What was copied between the host and a device.</summary>
/// <param name="BytesWritten">Bytes copied to the device.</param>
/// <param name="BytesRead">Bytes copied from it.</param>
/// <param name="Reads">Number of copies from it, each of which waits for the kernels launched before.</param>
public readonly record struct DeviceTraffic(long BytesWritten, long BytesRead, long Reads)
{
    /// <summary>What was copied since an earlier moment.</summary>
    /// <param name="earlier">What had been copied by then.</param>
    public DeviceTraffic Since(DeviceTraffic earlier) =>
        new(BytesWritten - earlier.BytesWritten, BytesRead - earlier.BytesRead, Reads - earlier.Reads);
}
