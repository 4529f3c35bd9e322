namespace L2E.Kernels.Devices;

/// <summary>
/// A device that is open for work: its memory, its compiler, and one queue in which kernels run in the order of their launches. An
/// instance serves one thread at a time.
/// </summary>
public abstract unsafe class Device : IDisposable
{
    /// <summary>The most groups along y: what CUDA counts to.</summary>
    internal const int LargestRows = 65535;

    /// <summary>Work items of a group along x, for kernels that do not ask for another number.</summary>
    internal const int GroupSize = 64;

    /// <summary>Columns of a work item on a processor.</summary>
    internal const int WidthOnProcessors = 32;

    private protected Device(DeviceInfo info) => Info = info;

    /// <summary>What the driver says of the device.</summary>
    public DeviceInfo Info { get; }

    /// <summary>What was copied to and from the device's buffers since it was opened.</summary>
    public DeviceTraffic Traffic { get; internal set; }

    /// <summary>Whether work items are loops of a processor: kernels then bring vectors of their own.</summary>
    internal abstract bool IsProcessor { get; }

    /// <summary>Processors or multiprocessors of the device.</summary>
    internal abstract int ComputeUnits { get; }

    /// <summary>How a driver is called in messages and on command lines.</summary>
    /// <param name="kind">The driver.</param>
    public static string GetName(DeviceKind kind) => kind switch
    {
        DeviceKind.OpenCl => "opencl",
        DeviceKind.Cuda => "cuda",
        DeviceKind.IlgpuCpu => "ilgpu-cpu",
        DeviceKind.IlgpuOpenCl => "ilgpu-opencl",
        _ => "ilgpu-cuda",
    };

    /// <summary>Every device of a driver.</summary>
    /// <param name="kind">The driver.</param>
    /// <exception cref="DeviceException">
    /// The driver is not installed, or reports an error, or is ILGPU's and the program does not contain that.
    /// </exception>
    public static IReadOnlyList<DeviceInfo> List(DeviceKind kind) => DeviceDriver.Get(kind).List();

    /// <summary>Opens a device.</summary>
    /// <param name="kind">Its driver.</param>
    /// <param name="index">Its number among the driver's devices.</param>
    /// <exception cref="DeviceException">
    /// The driver is not installed, reports an error or is not contained in the program, there is no such device, or it is refused.
    /// </exception>
    public static Device Open(DeviceKind kind, int index = 0)
    {
        IReadOnlyList<DeviceInfo> devices = List(kind);
        string driver = GetName(kind);
        if (index < 0 || index >= devices.Count)
        {
            string there = devices.Count switch { 0 => "no device", 1 => "one device, number 0", _ => $"devices 0 to {devices.Count - 1}" };
            throw new DeviceException($"{driver}:{index}: the driver has {there}");
        }

        DeviceInfo info = devices[index];
        if (info.Refusal is not null)
            throw new DeviceException($"{driver}:{index}: {info.Name} cannot be used: {info.Refusal}");
        return DeviceDriver.Get(kind).Open(info);
    }

    /// <summary>Reserves memory; its contents are undefined.</summary>
    /// <typeparam name="T">Type of an element.</typeparam>
    /// <param name="length">Number of elements, 0 or more.</param>
    /// <exception cref="ArgumentException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="DeviceException">The device has not so much left, or its driver reports an error.</exception>
    public DeviceBuffer<T> Allocate<T>(int length)
        where T : unmanaged
    {
        Guard.AtLeast(length, 0);
        return new DeviceBuffer<T>(this, length == 0 ? 0 : Reserve((nuint)length * (nuint)sizeof(T)), length);
    }

    /// <summary>Reserves memory for elements and copies them there; null where there are none, as for an optional tensor.</summary>
    /// <typeparam name="T">Type of an element.</typeparam>
    /// <param name="elements">The elements.</param>
    /// <exception cref="DeviceException">The device has not so much left, or its driver reports an error.</exception>
    public DeviceBuffer<T>? Upload<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (elements.IsEmpty)
            return null;
        DeviceBuffer<T> buffer = Allocate<T>(elements.Length);
        buffer.Write(elements);
        return buffer;
    }

    /// <summary>Compiles a kernel.</summary>
    /// <param name="kernel">The kernel, in the language of this device's driver.</param>
    /// <exception cref="DeviceException">It does not compile; the message is the first error of the compiler's log.</exception>
    public abstract DeviceKernel Load(LoweredKernel kernel);

    /// <summary>Compiles a kernel that comes with this library.</summary>
    /// <param name="name">Name of the kernel.</param>
    /// <param name="groupSize">Work items of a group along x.</param>
    internal DeviceKernel Load(string name, int groupSize = GroupSize)
    {
        DeviceKernel kernel = Load(LoweredKernel.Find(name, Info.Kind));
        kernel.GroupSize = groupSize;
        return kernel;
    }

    /// <summary>Waits for all that was launched.</summary>
    /// <exception cref="DeviceException">The driver reports an error, perhaps of a kernel launched before.</exception>
    public abstract void Synchronize();

    /// <summary>The time of launches by the device's own clock, from the beginning of the first to the end of the last.</summary>
    /// <param name="launches">Launches kernels, and does nothing else with the device.</param>
    /// <returns>Seconds; 0 where nothing is launched.</returns>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public double MeasureSeconds(Action launches)
    {
        ArgumentNullException.ThrowIfNull(launches);
        Synchronize();
        return Measure(launches);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    internal abstract void Launch(nint function, int columns, int rows, int groupSize, ReadOnlySpan<KernelArgument> arguments);

    internal abstract void Write(nint memory, void* source, nuint bytes);

    internal abstract void Read(nint memory, void* destination, nuint bytes);

    internal abstract void Free(nint memory);

    internal abstract void Unload(nint module, nint function);

    private protected abstract nint Reserve(nuint bytes);

    private protected abstract double Measure(Action launches);

    private protected abstract void Close();

    /// <summary>The first line of a compiler's log that reports an error, else the first line that says anything.</summary>
    private protected static string GetFirstError(string log)
    {
        string[] lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.Find(lines, line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
            ?? (lines.Length > 0 ? lines[0] : "its log is empty");
    }
}
