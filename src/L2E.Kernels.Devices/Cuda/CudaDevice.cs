using System.Runtime.InteropServices;
using System.Text;
using static L2E.Kernels.Devices.Cuda.CudaNative;

namespace L2E.Kernels.Devices.Cuda;

/// <summary>A device of CUDA, in its primary context and default stream.</summary>
internal sealed unsafe class CudaDevice : Device
{
    /// <summary>What the lowered kernels are for.</summary>
    private const int LeastMajor = 8;

    private const int LogLength = 16384;

    private readonly int device;
    private nint context;

    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public CudaDevice(DeviceInfo info)
        : base(info)
    {
        int chosen;
        CudaErrors.Check(cuDeviceGet(&chosen, info.Index), "find the device");
        device = chosen;
        int units;
        CudaErrors.Check(cuDeviceGetAttribute(&units, MultiprocessorCount, device), "ask a device what it is");
        ComputeUnits = units;
        nint retained;
        CudaErrors.Check(cuDevicePrimaryCtxRetain(&retained, device), "open the device");
        context = retained;
        MakeCurrent();
    }

    /// <inheritdoc/>
    internal override bool IsProcessor => false;

    /// <inheritdoc/>
    internal override int ComputeUnits { get; }

    /// <summary>Every device of CUDA.</summary>
    /// <exception cref="DeviceException">The driver is not installed, or reports an error.</exception>
    public static IReadOnlyList<DeviceInfo> List()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
            throw new DeviceException($"cuda: {Library} is not installed (it comes with the driver of an NVIDIA GPU)");
        int code = cuInit(0);
        if (code == NoDevice)
            return [];
        CudaErrors.Check(code, "start the driver");
        int version, count;
        CudaErrors.Check(cuDriverGetVersion(&version), "ask the driver for its version");
        CudaErrors.Check(cuDeviceGetCount(&count), "count the devices");
        DeviceInfo[] devices = new DeviceInfo[count];
        for (int index = 0; index < count; index++)
            devices[index] = Describe(index, version);
        return devices;
    }

    /// <inheritdoc/>
    public override DeviceKernel Load(LoweredKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        MakeCurrent();
        byte[] image = Encoding.UTF8.GetBytes(kernel.Text + '\0'), log = new byte[LogLength];
        nint module, function;
        fixed (byte* text = image, errors = log)
        {
            int* options = stackalloc int[] { JitErrorLog, JitErrorLogSize };
            void** values = stackalloc void*[] { errors, (void*)LogLength };
            if (cuModuleLoadDataEx(&module, text, 2, options, values) != Success)
            {
                string first = GetFirstError(Encoding.UTF8.GetString(log).TrimEnd('\0'));
                throw new DeviceException($"cuda: the kernel '{kernel.Name}' does not build: {first}");
            }
        }

        int code = cuModuleGetFunction(&function, module, kernel.Entry);
        if (code != Success)
            _ = cuModuleUnload(module);
        CudaErrors.Check(code, $"find the entry '{kernel.Entry}' of the kernel '{kernel.Name}'");
        return new DeviceKernel(this, kernel, module, function);
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        MakeCurrent();
        CudaErrors.Check(cuCtxSynchronize(), "run the kernels");
    }

    /// <remarks>A lowered kernel takes its parameters in order, a view as the address of its memory and its length.</remarks>
    internal override void Launch(nint function, int columns, int rows, int groupSize, ReadOnlySpan<KernelArgument> arguments)
    {
        MakeCurrent();
        long* values = stackalloc long[2 * arguments.Length];
        void** parameters = stackalloc void*[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            long* value = values + 2 * i;
            bool isView = arguments[i].Kind == ParameterKind.View;
            value[0] = isView ? arguments[i].Handle : arguments[i].Bits;
            value[1] = isView ? arguments[i].Bits : 0;
            parameters[i] = value;
        }

        uint items = (uint)groupSize, groups = ((uint)columns + items - 1) / items;
        CudaErrors.Check(
            cuLaunchKernel(function, groups, (uint)rows, 1, items, 1, 1, 0, 0, parameters, null), "launch a kernel");
    }

    internal override void Write(nint memory, void* source, nuint bytes)
    {
        MakeCurrent();
        CudaErrors.Check(cuMemcpyHtoD_v2(memory, source, bytes), "copy to the device");
    }

    internal override void Read(nint memory, void* destination, nuint bytes)
    {
        MakeCurrent();
        CudaErrors.Check(cuMemcpyDtoH_v2(destination, memory, bytes), "copy from the device");
    }

    internal override void Free(nint memory)
    {
        MakeCurrent();
        _ = cuMemFree_v2(memory);
    }

    internal override void Unload(nint module, nint function)
    {
        MakeCurrent();
        _ = cuModuleUnload(module);
    }

    private protected override nint Reserve(nuint bytes)
    {
        MakeCurrent();
        nint memory;
        CudaErrors.Check(cuMemAlloc_v2(&memory, bytes), $"reserve {bytes} bytes on the device");
        return memory;
    }

    private protected override double Measure(Action launches)
    {
        MakeCurrent();
        nint start = 0, end = 0;
        try
        {
            CudaErrors.Check(cuEventCreate(&start, 0), "make an event");
            CudaErrors.Check(cuEventCreate(&end, 0), "make an event");
            CudaErrors.Check(cuEventRecord(start, 0), "record an event");
            launches();
            CudaErrors.Check(cuEventRecord(end, 0), "record an event");
            CudaErrors.Check(cuEventSynchronize(end), "run the kernels");
            float milliseconds;
            CudaErrors.Check(cuEventElapsedTime(&milliseconds, start, end), "ask when the kernels ran");
            return milliseconds * 1e-3;
        }
        finally
        {
            if (start != 0)
                _ = cuEventDestroy_v2(start);
            if (end != 0)
                _ = cuEventDestroy_v2(end);
        }
    }

    private protected override void Close()
    {
        if (context == 0)
            return;
        _ = cuDevicePrimaryCtxRelease_v2(device);
        context = 0;
    }

    private static DeviceInfo Describe(int index, int version)
    {
        int device, major, minor;
        nuint memory;
        byte* name = stackalloc byte[256];
        CudaErrors.Check(cuDeviceGet(&device, index), "find a device");
        CudaErrors.Check(cuDeviceGetName(name, 256, device), "ask a device what it is");
        CudaErrors.Check(cuDeviceTotalMem_v2(&memory, device), "ask a device what it is");
        CudaErrors.Check(cuDeviceGetAttribute(&major, ComputeCapabilityMajor, device), "ask a device what it is");
        CudaErrors.Check(cuDeviceGetAttribute(&minor, ComputeCapabilityMinor, device), "ask a device what it is");
        string? refusal = major < LeastMajor ? $"compute capability {major}.{minor} is below {LeastMajor}.0" : null;
        return new DeviceInfo(
            DeviceKind.Cuda, index, Marshal.PtrToStringUTF8((nint)name)!, $"CUDA {version / 1000}.{version % 1000 / 10}",
            $"compute capability {major}.{minor}", memory, refusal);
    }

    // A context belongs to a thread, and the caller may have changed threads.
    private void MakeCurrent() => CudaErrors.Check(cuCtxSetCurrent(context), "enter the device's context");
}
