using System.Runtime.InteropServices;

namespace L2E.Kernels.Devices.OpenCl;

/// <summary>What is used of OpenCL, version 1.2, in the names and with the constants of its specification.</summary>
internal static unsafe partial class OpenClNative
{
    public const string Library = "libOpenCL.so.1";

    public const int Success = 0, DeviceNotFound = -1, PlatformNotFound = -1001;
    public const ulong AllDeviceTypes = 0xFFFFFFFF, ProcessorType = 1 << 1, ReadWrite = 1, ProfiledQueue = 1 << 1;
    public const uint CommandStart = 0x1282, CommandEnd = 0x1283;
    public const uint PlatformName = 0x0902, BuildLog = 0x1183;

    public const uint DeviceName = 0x102B, DeviceDriverVersion = 0x102D, DeviceVersion = 0x102F, DeviceMemory = 0x101F,
        DeviceAvailable = 0x1027, DeviceCompilerAvailable = 0x1028, DeviceMaximumGroupSize = 0x1004,
        DeviceType = 0x1000, DeviceComputeUnits = 0x1002, DeviceSingleConfiguration = 0x101B;

    /// <summary>Of the bits of <see cref="DeviceSingleConfiguration"/>: division and square root can be exactly rounded.</summary>
    public const ulong CorrectlyRoundedDivideSqrt = 1 << 7;

    /// <summary>Of the same bits: fused multiply-add is an instruction.</summary>
    public const ulong FusedMultiplyAdd = 1 << 5;

    [LibraryImport(Library)]
    public static partial int clGetPlatformIDs(uint count, nint* platforms, uint* found);

    [LibraryImport(Library)]
    public static partial int clGetPlatformInfo(nint platform, uint name, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial int clGetDeviceIDs(nint platform, ulong type, uint count, nint* devices, uint* found);

    [LibraryImport(Library)]
    public static partial int clGetDeviceInfo(nint device, uint name, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial nint clCreateContext(nint* properties, uint count, nint* devices, nint notify, nint data, int* error);

    [LibraryImport(Library)]
    public static partial nint clCreateCommandQueue(nint context, nint device, ulong properties, int* error);

    [LibraryImport(Library)]
    public static partial nint clCreateProgramWithSource(nint context, uint count, byte** sources, nuint* lengths, int* error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int clBuildProgram(nint program, uint count, nint* devices, string options, nint notify, nint data);

    [LibraryImport(Library)]
    public static partial int clGetProgramBuildInfo(nint program, nint device, uint name, nuint size, void* value, nuint* needed);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint clCreateKernel(nint program, string name, int* error);

    [LibraryImport(Library)]
    public static partial nint clCreateBuffer(nint context, ulong flags, nuint size, void* content, int* error);

    [LibraryImport(Library)]
    public static partial int clSetKernelArg(nint kernel, uint index, nuint size, void* value);

    [LibraryImport(Library)]
    public static partial int clEnqueueNDRangeKernel(
        nint queue, nint kernel, uint dimensions, nuint* offset, nuint* size, nuint* group, uint waits, nint* waitList, nint* done);

    [LibraryImport(Library)]
    public static partial int clEnqueueReadBuffer(
        nint queue, nint buffer, uint blocking, nuint offset, nuint size, void* destination, uint waits, nint* waitList, nint* done);

    [LibraryImport(Library)]
    public static partial int clEnqueueWriteBuffer(
        nint queue, nint buffer, uint blocking, nuint offset, nuint size, void* source, uint waits, nint* waitList, nint* done);

    [LibraryImport(Library)]
    public static partial int clFinish(nint queue);

    [LibraryImport(Library)]
    public static partial int clReleaseMemObject(nint buffer);

    [LibraryImport(Library)]
    public static partial int clReleaseKernel(nint kernel);

    [LibraryImport(Library)]
    public static partial int clReleaseProgram(nint program);

    [LibraryImport(Library)]
    public static partial int clReleaseCommandQueue(nint queue);

    [LibraryImport(Library)]
    public static partial int clReleaseContext(nint context);

    [LibraryImport(Library)]
    public static partial int clGetEventProfilingInfo(nint done, uint name, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial int clReleaseEvent(nint done);
}
