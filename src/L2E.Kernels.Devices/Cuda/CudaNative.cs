using System.Runtime.InteropServices;

namespace L2E.Kernels.Devices.Cuda;

/// <summary>What is used of the CUDA driver, in its own names: those with a version are the present ones of their function.</summary>
internal static unsafe partial class CudaNative
{
    public const string Library = "libcuda.so.1";

    public const int Success = 0, NoDevice = 100;
    public const int ComputeCapabilityMajor = 75, ComputeCapabilityMinor = 76, MultiprocessorCount = 16;
    public const int JitErrorLog = 5, JitErrorLogSize = 6;

    [LibraryImport(Library)]
    public static partial int cuInit(uint flags);

    [LibraryImport(Library)]
    public static partial int cuDriverGetVersion(int* version);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetCount(int* count);

    [LibraryImport(Library)]
    public static partial int cuDeviceGet(int* device, int ordinal);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library)]
    public static partial int cuDeviceTotalMem_v2(nuint* bytes, int device);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetAttribute(int* value, int attribute, int device);

    [LibraryImport(Library)]
    public static partial int cuDevicePrimaryCtxRetain(nint* context, int device);

    [LibraryImport(Library)]
    public static partial int cuDevicePrimaryCtxRelease_v2(int device);

    [LibraryImport(Library)]
    public static partial int cuCtxSetCurrent(nint context);

    [LibraryImport(Library)]
    public static partial int cuCtxSynchronize();

    [LibraryImport(Library)]
    public static partial int cuModuleLoadDataEx(nint* module, void* image, uint optionCount, int* options, void** values);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int cuModuleGetFunction(nint* function, nint module, string name);

    [LibraryImport(Library)]
    public static partial int cuModuleUnload(nint module);

    [LibraryImport(Library)]
    public static partial int cuMemAlloc_v2(nint* memory, nuint bytes);

    [LibraryImport(Library)]
    public static partial int cuMemFree_v2(nint memory);

    [LibraryImport(Library)]
    public static partial int cuMemcpyHtoD_v2(nint destination, void* source, nuint bytes);

    [LibraryImport(Library)]
    public static partial int cuMemcpyDtoH_v2(void* destination, nint source, nuint bytes);

    [LibraryImport(Library)]
    public static partial int cuLaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream,
        void** parameters, void** extra);

    [LibraryImport(Library)]
    public static partial int cuEventCreate(nint* created, uint flags);

    [LibraryImport(Library)]
    public static partial int cuEventRecord(nint recorded, nint stream);

    [LibraryImport(Library)]
    public static partial int cuEventSynchronize(nint recorded);

    [LibraryImport(Library)]
    public static partial int cuEventElapsedTime(float* milliseconds, nint start, nint end);

    [LibraryImport(Library)]
    public static partial int cuEventDestroy_v2(nint created);

    [LibraryImport(Library)]
    public static partial int cuGetErrorName(int code, byte** name);
}
