namespace L2E.Kernels.Devices.OpenCl;

/// <summary>Error codes of OpenCL as exceptions.</summary>
internal static class OpenClErrors
{
    /// <summary>Throws where a code is an error.</summary>
    /// <param name="code">What a function of OpenCL returned.</param>
    /// <param name="action">What it was to do, after "could not".</param>
    public static void Check(int code, string action)
    {
        if (code != OpenClNative.Success)
            throw new DeviceException($"opencl: could not {action}: {Describe(code)}");
    }

    private static string Describe(int code) => code switch
    {
        OpenClNative.DeviceNotFound => "there is no device (CL_DEVICE_NOT_FOUND)",
        -4 => "the device has not so much memory left (CL_MEM_OBJECT_ALLOCATION_FAILURE)",
        -5 => "the device is out of resources (CL_OUT_OF_RESOURCES)",
        -6 => "the host is out of memory (CL_OUT_OF_HOST_MEMORY)",
        -54 => "the device takes no groups of this size (CL_INVALID_WORK_GROUP_SIZE)",
        -61 => "the device takes no buffer of this size (CL_INVALID_BUFFER_SIZE)",
        OpenClNative.PlatformNotFound => "no driver is installed (CL_PLATFORM_NOT_FOUND_KHR)",
        _ => $"error {code}",
    };
}
