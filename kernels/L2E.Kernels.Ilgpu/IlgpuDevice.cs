using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using L2E.Kernels.Devices;
using L2E.Kernels.Ilgpu.Launching;

namespace L2E.Kernels.Ilgpu;

/// <summary>
/// An accelerator of ILGPU as a device of this library: its operators are those of L2E.Kernels.Devices, launched into a stream of the
/// caller's, their kernels compiled just in time from the same C# that is lowered ahead of time.
/// </summary>
/// <remarks>
/// A launch allocates what ILGPU does: nothing on OpenCL and CUDA, a little on the CPU, where it also waits for the kernel. After a kernel
/// that does not compile, ILGPU's context is of no further use.
/// </remarks>
public sealed unsafe class IlgpuDevice : L2E.Kernels.Devices.Device
{
    private readonly Accelerator accelerator;
    private readonly AcceleratorStream stream;
    private readonly KernelMethods kernels;
    private readonly Dictionary<MethodInfo, CompiledKernel> compiled = [];
    private readonly IDisposable? owned;

    /// <summary>A device of an accelerator that is the caller's, and stays so.</summary>
    /// <param name="accelerator">
    /// The accelerator. Its context was built with <see cref="DeviceIntrinsics.EnableDeviceMath"/>; with
    /// <see cref="IlgpuDrivers.EnableOpenClDevices"/> and <see cref="OptimizationLevel.O2"/> where the device has no generic address space.
    /// </param>
    /// <param name="stream">Where kernels and copies go, one behind the other.</param>
    /// <param name="objectives">Assemblies of objectives with device code, whose <c>evaluate-</c> kernels the device then has.</param>
    public IlgpuDevice(Accelerator accelerator, AcceleratorStream stream, params IEnumerable<Assembly> objectives)
        : this(accelerator, stream, AcceleratorInfo.Describe(accelerator), new KernelMethods(objectives), null)
    {
    }

    internal IlgpuDevice(
        Accelerator accelerator, AcceleratorStream stream, DeviceInfo info, KernelMethods kernels, IDisposable? owned)
        : base(info)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (this.accelerator, this.stream, this.kernels, this.owned) = (accelerator, stream, kernels, owned);
        // The emulator has the kernels of a graphics processor, which nothing else runs where there is none.
        IsProcessor = accelerator is CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU };
    }

    /// <inheritdoc/>
    internal override bool IsProcessor { get; }

    /// <inheritdoc/>
    internal override int ComputeUnits => accelerator.NumMultiprocessors;

    private string Driver => GetName(Info.Kind);

    /// <inheritdoc/>
    /// <exception cref="DeviceException">It is none of this library's or of the objectives', or does not compile.</exception>
    public override DeviceKernel Load(LoweredKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        MethodInfo method = kernels.Find(kernel.Name)
            ?? throw new DeviceException($"{Driver}: the C# of the kernel '{kernel.Name}' is not among what the device was given");
        try
        {
            nint handle = Handle.Hold(new IlgpuKernel(accelerator.LoadKernel(Compile(method)), method));
            return new DeviceKernel(this, kernel, handle, handle);
        }
        catch (Exception exception) when (exception is InternalCompilerException or AcceleratorException)
        {
            string reason = GetFirstError(exception.GetBaseException().Message);
            throw new DeviceException($"{Driver}: the kernel '{kernel.Name}' does not build: {reason}");
        }
    }

    // ILGPU's names count up in a context: the text of a second compilation is another one, which no driver knows from before.
    private CompiledKernel Compile(MethodInfo method)
    {
        if (compiled.TryGetValue(method, out CompiledKernel? found))
            return found;
        found = accelerator.GetBackend().Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), KernelSpecialization.Empty);
        CompiledTexts.Complete(found);
        compiled.Add(method, found);
        return found;
    }

    /// <summary>A buffer of ILGPU as one of this library, which ends before it and leaves it as it is.</summary>
    /// <typeparam name="T">Type of an element.</typeparam>
    /// <param name="buffer">A buffer of this device's accelerator; it stays the caller's.</param>
    /// <exception cref="ArgumentException">It is of another accelerator, or longer than int counts.</exception>
    public DeviceBuffer<T> Wrap<T>(MemoryBuffer1D<T, Stride1D.Dense> buffer)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (buffer.Accelerator != accelerator)
            throw new ArgumentException($"buffer: expected memory of {accelerator.Name}, got memory of {buffer.Accelerator.Name}");
        if (buffer.Length > int.MaxValue)
            throw new ArgumentException($"buffer: expected at most {int.MaxValue} elements, got {buffer.Length}");
        return new DeviceBuffer<T>(
            this, buffer.Length == 0 ? 0 : Handle.Hold(new IlgpuMemory(buffer, IsOwned: false)), (int)buffer.Length);
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        try
        {
            stream.Synchronize();
        }
        catch (AcceleratorException exception)
        {
            throw Fail("run the kernels", exception);
        }
    }

    internal override void Launch(nint function, int columns, int rows, int groupSize, ReadOnlySpan<KernelArgument> arguments)
    {
        KernelConfig size = new(
            new Index2D((int)(((long)columns + groupSize - 1) / groupSize), rows), new Index2D(groupSize, 1));
        try
        {
            Handle.Get<IlgpuKernel>(function).Launch(stream, size, arguments);
        }
        catch (AcceleratorException exception)
        {
            throw Fail("launch a kernel", exception);
        }
    }

    // ILGPU's own copies allocate: the drivers are asked instead, through ILGPU.
    internal override void Write(nint memory, void* source, nuint bytes)
    {
        nint target = Handle.Get<IlgpuMemory>(memory).Memory.NativePtr;
        Synchronize();
        switch (stream)
        {
            case CLStream:
                Check(CLAPI.CurrentAPI.WriteBuffer(stream, target, true, 0, (nint)bytes, (nint)source), "copy to the device");
                break;
            case CudaStream:
                // A context belongs to a thread, and the caller may have changed threads.
                using (accelerator.BindScoped())
                    Check(CudaAPI.CurrentAPI.MemcpyAsync(target, (nint)source, (nint)bytes, stream), "copy to the device");
                Synchronize();
                break;
            default:
                Buffer.MemoryCopy(source, (void*)target, bytes, bytes);
                break;
        }
    }

    internal override void Read(nint memory, void* destination, nuint bytes)
    {
        nint source = Handle.Get<IlgpuMemory>(memory).Memory.NativePtr;
        Synchronize();
        switch (stream)
        {
            case CLStream:
                Check(CLAPI.CurrentAPI.ReadBuffer(stream, source, true, 0, (nint)bytes, (nint)destination), "copy from the device");
                break;
            case CudaStream:
                using (accelerator.BindScoped())
                    Check(CudaAPI.CurrentAPI.MemcpyAsync((nint)destination, source, (nint)bytes, stream), "copy from the device");
                Synchronize();
                break;
            default:
                Buffer.MemoryCopy((void*)source, destination, bytes, bytes);
                break;
        }
    }

    internal override void Free(nint memory) => Handle.Release(memory);

    internal override void Unload(nint module, nint function) => Handle.Release(function);

    private protected override nint Reserve(nuint bytes)
    {
        try
        {
            return Handle.Hold(new IlgpuMemory(accelerator.AllocateRaw((long)bytes, 1), IsOwned: true));
        }
        catch (Exception exception) when (exception is AcceleratorException or OutOfMemoryException)
        {
            throw Fail($"reserve {bytes} bytes on the device", exception);
        }
    }

    /// <remarks>By ILGPU's markers, which need a context with profiling; where it has none, ILGPU says so.</remarks>
    private protected override double Measure(Action launches)
    {
        try
        {
            using ProfilingMarker start = stream.AddProfilingMarker();
            launches();
            using ProfilingMarker end = stream.AddProfilingMarker();
            return end.MeasureFrom(start).TotalSeconds;
        }
        catch (Exception exception) when (exception is AcceleratorException or NotSupportedException)
        {
            throw Fail("measure kernels", exception);
        }
    }

    private protected override void Close() => owned?.Dispose();

    private void Check(CLError code, string what)
    {
        if (code != CLError.CL_SUCCESS)
            throw new DeviceException($"{Driver}: could not {what}: {code}");
    }

    private void Check(CudaError code, string what)
    {
        if (code != CudaError.CUDA_SUCCESS)
            throw new DeviceException($"{Driver}: could not {what}: {code}");
    }

    private DeviceException Fail(string what, Exception exception) => new($"{Driver}: could not {what}: {exception.Message}");
}
