namespace L2E.Kernels.Devices.Tests;

/// <summary>The first device of a driver, open for all tests of a class; or what is missing.</summary>
public abstract class DeviceFixture : IDisposable
{
    private readonly Device? device;
    private readonly string? missing;

    protected DeviceFixture(DeviceKind kind)
    {
        try
        {
            device = Device.Open(kind);
        }
        catch (DeviceException exception)
        {
            missing = exception.Message;
        }
    }

    /// <summary>The device; the test is skipped where there is none.</summary>
    public Device Device
    {
        get
        {
            if (device is null)
                Assert.Skip($"This machine lacks a device: {missing}.");
            return device;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        device?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The first device of OpenCL.</summary>
public sealed class OpenClFixture() : DeviceFixture(DeviceKind.OpenCl);

/// <summary>The first device of CUDA.</summary>
public sealed class CudaFixture() : DeviceFixture(DeviceKind.Cuda);
