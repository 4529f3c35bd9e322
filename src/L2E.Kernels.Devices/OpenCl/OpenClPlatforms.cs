using System.Runtime.InteropServices;
using System.Text;
using static L2E.Kernels.Devices.OpenCl.OpenClNative;

namespace L2E.Kernels.Devices.OpenCl;

/// <summary>The drivers of OpenCL and their devices.</summary>
internal static unsafe class OpenClPlatforms
{
    // Drivers look for their devices when they are first asked, and not all of them expect to be asked by two threads at once: one was
    // seen to answer the second that it has none.
    public static readonly Lock Listing = new();

    /// <summary>Every device with its platform, in the order of the platforms.</summary>
    /// <exception cref="DeviceException">OpenCL is not installed, or reports an error.</exception>
    public static List<(nint Platform, nint Device)> GetDevices()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            throw new DeviceException(
                $"opencl: {Library} is not installed (Debian: ocl-icd-libopencl1 and a driver such as pocl-opencl-icd)");
        }

        lock (Listing)
            return GetAllDevices();
    }

    private static List<(nint Platform, nint Device)> GetAllDevices()
    {
        uint count;
        int code = clGetPlatformIDs(0, null, &count);
        if (code == PlatformNotFound || count == 0)
            return [];
        OpenClErrors.Check(code, "list its drivers");
        nint[] platforms = new nint[count];
        fixed (nint* destination = platforms)
            OpenClErrors.Check(clGetPlatformIDs(count, destination, null), "list its drivers");
        return [.. platforms.SelectMany(platform => GetDevices(platform).Select(device => (platform, device)))];
    }

    /// <summary>One of them.</summary>
    public static (nint Platform, nint Device) Find(int index) => GetDevices()[index];

    /// <summary>What is told of a device.</summary>
    public static DeviceInfo Describe(nint platform, nint device, int index) => new(
        DeviceKind.OpenCl, index, GetText(device, DeviceName), $"{GetPlatformName(platform)} {GetText(device, DeviceDriverVersion)}",
        GetText(device, DeviceVersion), GetNumber(device, DeviceMemory), GetRefusal(device));

    /// <summary>A number of up to 64 bits that a device tells of itself.</summary>
    public static ulong GetNumber(nint device, uint name)
    {
        ulong value = 0;
        OpenClErrors.Check(clGetDeviceInfo(device, name, sizeof(ulong), &value, null), "ask a device what it is");
        return value;
    }

    private static nint[] GetDevices(nint platform)
    {
        uint count;
        int code = clGetDeviceIDs(platform, AllDeviceTypes, 0, null, &count);
        if (code == DeviceNotFound)
            return [];
        OpenClErrors.Check(code, "list the devices of a driver");
        nint[] devices = new nint[count];
        fixed (nint* destination = devices)
            OpenClErrors.Check(clGetDeviceIDs(platform, AllDeviceTypes, count, destination, null), "list the devices of a driver");
        return devices;
    }

    private static string? GetRefusal(nint device)
    {
        if (GetNumber(device, DeviceAvailable) == 0)
            return "it is not available";
        if (GetNumber(device, DeviceCompilerAvailable) == 0)
            return "its driver has no compiler";
        if (GetNumber(device, DeviceMaximumGroupSize) < Devices.Device.GroupSize)
            return $"its groups have no {Devices.Device.GroupSize} work items";
        return (GetNumber(device, DeviceSingleConfiguration) & FusedMultiplyAdd) == 0 ? "it has no fused multiply-add in float" : null;
    }

    private static string GetPlatformName(nint platform)
    {
        nuint size;
        OpenClErrors.Check(clGetPlatformInfo(platform, PlatformName, 0, null, &size), "ask a driver what it is");
        byte[] text = new byte[size];
        fixed (byte* destination = text)
            OpenClErrors.Check(clGetPlatformInfo(platform, PlatformName, size, destination, null), "ask a driver what it is");
        return Encoding.UTF8.GetString(text).TrimEnd('\0');
    }

    private static string GetText(nint device, uint name)
    {
        nuint size;
        OpenClErrors.Check(clGetDeviceInfo(device, name, 0, null, &size), "ask a device what it is");
        byte[] text = new byte[size];
        fixed (byte* destination = text)
            OpenClErrors.Check(clGetDeviceInfo(device, name, size, destination, null), "ask a device what it is");
        return Encoding.UTF8.GetString(text).TrimEnd('\0').Trim();
    }
}
