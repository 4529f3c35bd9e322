using L2E.Kernels.Devices.Cuda;
using L2E.Kernels.Devices.OpenCl;

namespace L2E.Kernels.Devices;

/// <summary>What lists the devices of a kind and opens one of them.</summary>
internal sealed record DeviceDriver(Func<IReadOnlyList<DeviceInfo>> List, Func<DeviceInfo, Device> Open)
{
    private static readonly DeviceDriver?[] drivers = CreateDrivers();

    /// <summary>Makes devices of a kind known whose driver this library does not contain.</summary>
    public static void Register(DeviceKind kind, DeviceDriver driver) => drivers[(int)kind] = driver;

    /// <exception cref="DeviceException">The program was built without it.</exception>
    public static DeviceDriver Get(DeviceKind kind) => drivers[(int)kind]
        ?? throw new DeviceException($"{Device.GetName(kind)}: this program was built without ILGPU (-p:UseIlgpu=true builds it in)");

    private static DeviceDriver?[] CreateDrivers()
    {
        DeviceDriver?[] known = new DeviceDriver?[Enum.GetValues<DeviceKind>().Length];
        known[(int)DeviceKind.OpenCl] = new(OpenClDevice.List, info => new OpenClDevice(info));
        known[(int)DeviceKind.Cuda] = new(CudaDevice.List, info => new CudaDevice(info));
        return known;
    }
}
