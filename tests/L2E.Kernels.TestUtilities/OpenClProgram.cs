using System.Runtime.InteropServices;
using System.Text;

namespace L2E.Kernels.TestUtilities;

/// <summary>OpenCL C, compiled for the first device of this machine; its kernels run one at a time.</summary>
public sealed unsafe partial class OpenClProgram : IDisposable
{
    private const string Library = "libOpenCL.so.1";
    private const ulong AnyDevice = 0xFFFFFFFF, ReadWriteCopy = (1 << 0) | (1 << 5);
    private const uint BuildLog = 0x1183;

    private readonly nint context;
    private readonly nint queue;
    private readonly nint program;

    /// <summary>Compiles.</summary>
    /// <param name="source">OpenCL C, version 1.2.</param>
    /// <exception cref="InvalidOperationException">It does not compile; the message is the compiler's.</exception>
    public OpenClProgram(string source)
    {
        nint device = GetDevice();
        context = CreateContext(0, 1, &device, 0, 0, out int error);
        Check(error);
        queue = CreateCommandQueue(context, device, 0, out error);
        Check(error);
        program = Build(context, device, source);
    }

    /// <summary>What is missing on this machine; null for nothing.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>Runs a kernel and returns its last argument, one float for each work item.</summary>
    /// <param name="name">Name of the kernel.</param>
    /// <param name="count">Number of work items.</param>
    /// <param name="arguments">The arguments before the last: arrays of floats, floats and ints.</param>
    public float[] Run(string name, int count, params IReadOnlyList<object> arguments)
    {
        nint kernel = CreateKernel(program, name, out int error);
        Check(error);
        List<nint> buffers = [];
        try
        {
            float[] result = new float[count];
            Array.Fill(result, float.NaN);
            foreach ((object argument, uint index) in arguments.Append(result).Select((argument, index) => (argument, (uint)index)))
                SetArgument(context, kernel, index, argument, buffers);
            nuint size = (nuint)count;
            Check(EnqueueKernel(queue, kernel, 1, null, &size, null, 0, null, null));
            fixed (float* destination = result)
                Check(EnqueueReadBuffer(queue, buffers[^1], 1, 0, (nuint)count * sizeof(float), destination, 0, null, null));
            return result;
        }
        finally
        {
            foreach (nint buffer in buffers)
                _ = ReleaseMemory(buffer);
            _ = ReleaseKernel(kernel);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = ReleaseProgram(program);
        _ = ReleaseCommandQueue(queue);
        _ = ReleaseContext(context);
    }

    private static string? FindMissing()
    {
        if (!NativeLibrary.TryLoad(Library, out nint library))
            return $"{Library} (Debian: ocl-icd-libopencl1)";
        NativeLibrary.Free(library);
        return GetDevice() == 0 ? "an OpenCL device (Debian: pocl-opencl-icd)" : null;
    }

    private static nint GetDevice()
    {
        nint platform, device;
        return GetPlatforms(1, &platform, out uint platforms) == 0 && platforms > 0
            && GetDevices(platform, AnyDevice, 1, &device, out uint devices) == 0 && devices > 0
                ? device
                : 0;
    }

    private static nint Build(nint context, nint device, string source)
    {
        nint program = CreateProgram(context, 1, [source], null, out int error);
        Check(error);
        if (BuildProgram(program, 1, &device, "-cl-std=CL1.2", 0, 0) == 0)
            return program;
        byte[] log = new byte[16384];
        fixed (byte* text = log)
            Check(GetBuildInfo(program, device, BuildLog, (nuint)log.Length, text, out _));
        throw new InvalidOperationException($"{Encoding.UTF8.GetString(log).TrimEnd('\0')}\n{source}");
    }

    private static void SetArgument(nint context, nint kernel, uint index, object argument, List<nint> buffers)
    {
        switch (argument)
        {
            case float[] array:
                nint buffer;
                fixed (float* content = array)
                {
                    buffer = CreateBuffer(context, ReadWriteCopy, (nuint)array.Length * sizeof(float), content, out int error);
                    Check(error);
                }

                buffers.Add(buffer);
                Check(SetKernelArgument(kernel, index, (nuint)sizeof(nint), &buffer));
                break;
            case float real:
                Check(SetKernelArgument(kernel, index, sizeof(float), &real));
                break;
            default:
                int integer = (int)argument;
                Check(SetKernelArgument(kernel, index, sizeof(int), &integer));
                break;
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"OpenCL error {error}.");
    }

    [LibraryImport(Library, EntryPoint = "clGetPlatformIDs")]
    private static partial int GetPlatforms(uint count, nint* platforms, out uint found);

    [LibraryImport(Library, EntryPoint = "clGetDeviceIDs")]
    private static partial int GetDevices(nint platform, ulong type, uint count, nint* devices, out uint found);

    [LibraryImport(Library, EntryPoint = "clCreateContext")]
    private static partial nint CreateContext(nint properties, uint count, nint* devices, nint notify, nint data, out int error);

    [LibraryImport(Library, EntryPoint = "clCreateCommandQueue")]
    private static partial nint CreateCommandQueue(nint context, nint device, ulong properties, out int error);

    [LibraryImport(Library, EntryPoint = "clCreateProgramWithSource", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint CreateProgram(nint context, uint count, string[] sources, nuint[]? lengths, out int error);

    [LibraryImport(Library, EntryPoint = "clBuildProgram", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int BuildProgram(nint program, uint count, nint* devices, string options, nint notify, nint data);

    [LibraryImport(Library, EntryPoint = "clGetProgramBuildInfo")]
    private static partial int GetBuildInfo(nint program, nint device, uint name, nuint size, void* value, out nuint written);

    [LibraryImport(Library, EntryPoint = "clCreateKernel", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint CreateKernel(nint program, string name, out int error);

    [LibraryImport(Library, EntryPoint = "clCreateBuffer")]
    private static partial nint CreateBuffer(nint context, ulong flags, nuint size, void* content, out int error);

    [LibraryImport(Library, EntryPoint = "clSetKernelArg")]
    private static partial int SetKernelArgument(nint kernel, uint index, nuint size, void* value);

    [LibraryImport(Library, EntryPoint = "clEnqueueNDRangeKernel")]
    private static partial int EnqueueKernel(
        nint queue, nint kernel, uint dimensions, nuint* offset, nuint* size, nuint* group, uint waits, nint* waitList, nint* done);

    [LibraryImport(Library, EntryPoint = "clEnqueueReadBuffer")]
    private static partial int EnqueueReadBuffer(
        nint queue, nint buffer, uint blocking, nuint offset, nuint size, void* destination, uint waits, nint* waitList, nint* done);

    [LibraryImport(Library, EntryPoint = "clReleaseMemObject")]
    private static partial int ReleaseMemory(nint buffer);

    [LibraryImport(Library, EntryPoint = "clReleaseKernel")]
    private static partial int ReleaseKernel(nint kernel);

    [LibraryImport(Library, EntryPoint = "clReleaseProgram")]
    private static partial int ReleaseProgram(nint program);

    [LibraryImport(Library, EntryPoint = "clReleaseCommandQueue")]
    private static partial int ReleaseCommandQueue(nint queue);

    [LibraryImport(Library, EntryPoint = "clReleaseContext")]
    private static partial int ReleaseContext(nint context);
}
