namespace L2E.Kernels.Devices.Tests;

/// <summary>The first device of a driver, open for all tests of a class; or what is missing.</summary>
public abstract class DeviceFixture : IDisposable
{
    private readonly Dictionary<Type, IDisposable> operators = [];
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

    /// <summary>An operator that the tests of a class share: compilers of devices take their time.</summary>
    public T Get<T>(Func<Device, T> create)
        where T : class, IDisposable
    {
        if (!operators.TryGetValue(typeof(T), out IDisposable? made))
            operators[typeof(T)] = made = create(Device);
        return (T)made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable made in operators.Values)
            made.Dispose();
        device?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The first device of OpenCL.</summary>
public sealed class OpenClFixture() : DeviceFixture(DeviceKind.OpenCl);

/// <summary>The first device of CUDA.</summary>
public sealed class CudaFixture() : DeviceFixture(DeviceKind.Cuda);
