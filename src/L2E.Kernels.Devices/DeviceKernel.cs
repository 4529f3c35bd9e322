namespace L2E.Kernels.Devices;

/// <summary>A kernel that a device has compiled, the caller's to dispose of before the device.</summary>
public sealed class DeviceKernel : IDisposable
{
    private readonly Device device;

    internal DeviceKernel(Device device, LoweredKernel source, nint module, nint function) =>
        (this.device, Source, Module, Function) = (device, source, module, function);

    /// <summary>What was compiled.</summary>
    public LoweredKernel Source { get; }

    internal nint Module { get; private set; }

    internal nint Function { get; }

    /// <summary>Work items of a group along x.</summary>
    internal int GroupSize { get; set; } = Device.GroupSize;

    /// <summary>
    /// Launches the kernel behind those launched before, and does not wait for it. Nothing is allocated.
    /// </summary>
    /// <param name="columns">Work items along x; they are rounded up to whole groups, and kernels leave those beyond alone.</param>
    /// <param name="rows">Groups along y.</param>
    /// <param name="arguments">The arguments, of the kinds that <see cref="LoweredKernel.Parameters"/> says.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="columns"/> or <paramref name="rows"/> is negative, there are more rows than a device counts, or an argument is
    /// missing, superfluous or of another kind.
    /// </exception>
    /// <exception cref="DeviceException">The driver reports an error.</exception>
    public void Launch(int columns, int rows, ReadOnlySpan<KernelArgument> arguments)
    {
        ObjectDisposedException.ThrowIf(Module == 0, this);
        Guard.AtLeast(columns, 0);
        Guard.InRange(rows, 0, Device.LargestRows);
        Guard.Length(arguments, Source.Parameters.Count, "parameters of the kernel");
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Kind != Source.Parameters[i])
                Guard.ThrowArgument($"arguments[{i}]", $"{Source.Parameters[i]}", $"{arguments[i].Kind}");
        }

        if (columns > 0 && rows > 0)
            device.Launch(Function, columns, rows, GroupSize, arguments);
    }

    /// <summary>Gives the compiled kernel back.</summary>
    public void Dispose()
    {
        if (Module != 0)
            device.Unload(Module, Function);
        Module = 0;
    }
}
