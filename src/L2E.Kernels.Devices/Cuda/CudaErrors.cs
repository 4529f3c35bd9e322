using System.Runtime.InteropServices;

namespace L2E.Kernels.Devices.Cuda;

/// <summary>Error codes of the CUDA driver as exceptions.</summary>
internal static unsafe class CudaErrors
{
    /// <summary>Throws where a code is an error.</summary>
    /// <param name="code">What a function of the driver returned.</param>
    /// <param name="action">What it was to do, after "could not".</param>
    public static void Check(int code, string action)
    {
        if (code == CudaNative.Success)
            return;
        byte* name;
        string description = CudaNative.cuGetErrorName(code, &name) == CudaNative.Success
            ? Marshal.PtrToStringUTF8((nint)name)!
            : $"error {code}";
        throw new DeviceException($"cuda: could not {action}: {description}");
    }
}
