using System.Text;
using static L2E.Kernels.Devices.OpenCl.OpenClNative;

namespace L2E.Kernels.Devices.OpenCl;

/// <summary>A device of OpenCL.</summary>
internal sealed unsafe class OpenClDevice : Device
{
    private readonly nint device;
    private readonly string buildOptions;
    private readonly List<nint> measured = [];
    private nint context, queue;
    private bool isMeasuring;

    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public OpenClDevice(DeviceInfo info)
        : base(info)
    {
        (nint platform, device) = OpenClPlatforms.Find(info.Index);
        IsProcessor = (OpenClPlatforms.GetNumber(device, DeviceType) & ProcessorType) != 0;
        ComputeUnits = (int)OpenClPlatforms.GetNumber(device, DeviceComputeUnits);
        // Division and square root round as on the CPU where the device can; the option is an error where it cannot.
        bool rounds = (OpenClPlatforms.GetNumber(device, DeviceSingleConfiguration) & CorrectlyRoundedDivideSqrt) != 0;
        buildOptions = "-w -cl-std=CL1.2" + (rounds ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
        const nint ContextPlatform = 0x1084;
        nint* properties = stackalloc nint[] { ContextPlatform, platform, 0 };
        int error;
        nint chosen = device;
        context = clCreateContext(properties, 1, &chosen, 0, 0, &error);
        OpenClErrors.Check(error, "open the device");
        queue = clCreateCommandQueue(context, device, 0, &error);
        if (error != Success)
            _ = clReleaseContext(context);
        OpenClErrors.Check(error, "make a queue");
    }

    /// <inheritdoc/>
    internal override bool IsProcessor { get; }

    /// <inheritdoc/>
    internal override int ComputeUnits { get; }

    /// <summary>Every device of every installed driver of OpenCL.</summary>
    /// <exception cref="DeviceException">OpenCL is not installed, or reports an error.</exception>
    public static IReadOnlyList<DeviceInfo> List() =>
        [.. OpenClPlatforms.GetDevices().Select((entry, index) => OpenClPlatforms.Describe(entry.Platform, entry.Device, index))];

    /// <inheritdoc/>
    public override DeviceKernel Load(LoweredKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        byte[] source = Encoding.UTF8.GetBytes(kernel.Text);
        nint program;
        int error;
        fixed (byte* text = source)
        {
            byte* start = text;
            nuint length = (nuint)source.Length;
            program = clCreateProgramWithSource(context, 1, &start, &length, &error);
        }

        OpenClErrors.Check(error, $"read the kernel '{kernel.Name}'");
        nint function = 0;
        try
        {
            nint chosen = device;
            if (clBuildProgram(program, 1, &chosen, buildOptions, 0, 0) != Success)
                throw new DeviceException($"opencl: the kernel '{kernel.Name}' does not build: {GetFirstError(GetLog(program))}");
            function = clCreateKernel(program, kernel.Entry, &error);
            OpenClErrors.Check(error, $"find the entry '{kernel.Entry}' of the kernel '{kernel.Name}'");
        }
        catch (DeviceException)
        {
            _ = clReleaseProgram(program);
            throw;
        }

        return new DeviceKernel(this, kernel, program, function);
    }

    /// <inheritdoc/>
    public override void Synchronize() => OpenClErrors.Check(clFinish(queue), "run the kernels");

    /// <remarks>A lowered kernel takes the memory of its views first, then every parameter, a view as its offset and its length.</remarks>
    internal override void Launch(nint function, int columns, int rows, int groupSize, ReadOnlySpan<KernelArgument> arguments)
    {
        uint index = 0;
        foreach (KernelArgument argument in arguments)
        {
            if (argument.Kind == ParameterKind.View)
            {
                nint memory = argument.Handle;
                Set(function, index++, (nuint)sizeof(nint), &memory);
            }
        }

        long* view = stackalloc long[2];
        foreach (KernelArgument argument in arguments)
        {
            (view[0], view[1]) = (0, argument.Bits);
            switch (argument.Kind)
            {
                case ParameterKind.View:
                    Set(function, index++, 2 * sizeof(long), view);
                    break;
                case ParameterKind.LongWord:
                    Set(function, index++, sizeof(long), view + 1);
                    break;
                default:
                    // The bits of a 32-bit number are the low ones.
                    int bits = (int)argument.Bits;
                    Set(function, index++, sizeof(int), &bits);
                    break;
            }
        }

        nuint items = (nuint)groupSize;
        nuint* group = stackalloc nuint[] { items, 1 };
        nuint* size = stackalloc nuint[] { ((nuint)columns + items - 1) / items * items, (nuint)rows };
        nint done = 0;
        OpenClErrors.Check(
            clEnqueueNDRangeKernel(queue, function, 2, null, size, group, 0, null, isMeasuring ? &done : null), "launch a kernel");
        if (isMeasuring)
            measured.Add(done);
    }

    internal override void Write(nint memory, void* source, nuint bytes) =>
        OpenClErrors.Check(clEnqueueWriteBuffer(queue, memory, 1, 0, bytes, source, 0, null, null), "copy to the device");

    internal override void Read(nint memory, void* destination, nuint bytes) =>
        OpenClErrors.Check(clEnqueueReadBuffer(queue, memory, 1, 0, bytes, destination, 0, null, null), "copy from the device");

    internal override void Free(nint memory) => _ = clReleaseMemObject(memory);

    internal override void Unload(nint module, nint function)
    {
        _ = clReleaseKernel(function);
        _ = clReleaseProgram(module);
    }

    private protected override nint Reserve(nuint bytes)
    {
        int error;
        nint memory = clCreateBuffer(context, ReadWrite, bytes, null, &error);
        OpenClErrors.Check(error, $"reserve {bytes} bytes on the device");
        return memory;
    }

    /// <remarks>A queue that keeps times is another one, so that the usual one is not slowed down by it.</remarks>
    private protected override double Measure(Action launches)
    {
        int error;
        nint usual = queue, profiled = clCreateCommandQueue(context, device, ProfiledQueue, &error);
        OpenClErrors.Check(error, "make a queue that keeps times");
        (queue, isMeasuring) = (profiled, true);
        try
        {
            launches();
            Synchronize();
            return measured.Count == 0 ? 0 : (GetTime(measured[^1], CommandEnd) - GetTime(measured[0], CommandStart)) * 1e-9;
        }
        finally
        {
            foreach (nint done in measured)
                _ = clReleaseEvent(done);
            measured.Clear();
            _ = clReleaseCommandQueue(profiled);
            (queue, isMeasuring) = (usual, false);
        }
    }

    private protected override void Close()
    {
        if (context == 0)
            return;
        _ = clReleaseCommandQueue(queue);
        _ = clReleaseContext(context);
        (context, queue) = (0, 0);
    }

    private static double GetTime(nint done, uint name)
    {
        ulong nanoseconds;
        OpenClErrors.Check(clGetEventProfilingInfo(done, name, sizeof(ulong), &nanoseconds, null), "ask when a kernel ran");
        return nanoseconds;
    }

    private static void Set(nint function, uint index, nuint size, void* value) =>
        OpenClErrors.Check(clSetKernelArg(function, index, size, value), "set an argument of a kernel");

    private string GetLog(nint program)
    {
        nuint size;
        if (clGetProgramBuildInfo(program, device, BuildLog, 0, null, &size) != Success)
            return "";
        byte[] log = new byte[size];
        fixed (byte* text = log)
            _ = clGetProgramBuildInfo(program, device, BuildLog, size, text, null);
        return Encoding.UTF8.GetString(log).TrimEnd('\0');
    }
}
