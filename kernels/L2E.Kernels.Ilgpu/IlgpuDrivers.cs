using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using L2E.Kernels.Devices;
using L2E.Kernels.Devices.OpenCl;
using L2E.Kernels.Ilgpu.Launching;

namespace L2E.Kernels.Ilgpu;

/// <summary>
/// Makes ILGPU's accelerators devices that <see cref="L2E.Kernels.Devices.Device.Open"/> opens: <see cref="DeviceKind.IlgpuCpu"/>,
/// <see cref="DeviceKind.IlgpuOpenCl"/> and <see cref="DeviceKind.IlgpuCuda"/>.
/// </summary>
public static class IlgpuDrivers
{
    // Groups of 64 work items, as the kernels of graphics processors have them.
    private const int EmulatedWarp = 4, EmulatedWarps = 16;

    private static readonly Lock resolving = new();
    private static bool isResolving;

    /// <summary>Registers the three of them.</summary>
    /// <param name="objectives">Assemblies of objectives with device code, whose <c>evaluate-</c> kernels the devices then have.</param>
    public static void Register(params IEnumerable<Assembly> objectives)
    {
        KernelMethods kernels = new(objectives);
        Register(DeviceKind.IlgpuCpu, builder => builder.CPU(new CPUDevice(EmulatedWarp, EmulatedWarps, numMultiprocessors: 1)), kernels);
        Register(DeviceKind.IlgpuOpenCl, builder => builder.EnableOpenClDevices(), kernels);
        Register(DeviceKind.IlgpuCuda, builder => builder.Cuda(), kernels);
    }

    /// <summary>
    /// Enables every OpenCL device for a context of one's own, those too that report no generic address space: ILGPU's own method leaves
    /// them out, but the kernels need none where the context optimises with <see cref="OptimizationLevel.O2"/>.
    /// </summary>
    /// <param name="builder">The context's builder.</param>
    /// <returns>The same builder.</returns>
    public static Context.Builder EnableOpenClDevices(this Context.Builder builder)
    {
        lock (resolving)
        {
            if (!isResolving)
                NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
            isResolving = true;
        }

        lock (OpenClPlatforms.Listing)
            return builder.OpenCL(Allow);
    }

    private static void Register(DeviceKind kind, Func<Context.Builder, Context.Builder> enable, KernelMethods kernels) =>
        DeviceDriver.Register(kind, new DeviceDriver(() => List(kind, enable), info => Open(info, enable, kernels)));

    private static List<DeviceInfo> List(DeviceKind kind, Func<Context.Builder, Context.Builder> enable)
    {
        using Context context = CreateContext(enable);
        // A context without devices gets an emulated one.
        return [.. context.Devices.Select(AcceleratorInfo.Describe).Where(info => info.Kind == kind)];
    }

    private static IlgpuDevice Open(DeviceInfo info, Func<Context.Builder, Context.Builder> enable, KernelMethods kernels)
    {
        Context context = CreateContext(enable);
        try
        {
            Accelerator accelerator = context.Devices[info.Index].CreateAccelerator(context);
            // The context disposes of its accelerators, and they of their streams.
            return new IlgpuDevice(accelerator, accelerator.DefaultStream, info, kernels, context);
        }
        catch (Exception exception) when (exception is AcceleratorException or NotSupportedException)
        {
            context.Dispose();
            throw new DeviceException(
                $"{L2E.Kernels.Devices.Device.GetName(info.Kind)}: could not open the device: {exception.Message}");
        }
    }

    /// <summary>Address spaces are inferred when ILGPU optimises, as they are where the kernels are lowered ahead of time.</summary>
    private static Context CreateContext(Func<Context.Builder, Context.Builder> enable) => Context.Create(builder =>
        enable(builder.Optimize(OptimizationLevel.O2)).Profiling().EnableAlgorithms().EnableDeviceMath());

    private static bool Allow(CLDevice device)
    {
        CompiledTexts.AllowNoGenericAddressSpace(device.Capabilities);
        return device.CLStdVersion >= CLBackend.MinimumVersion;
    }

    /// <summary>ILGPU asks for OpenCL by a name that only development packages install.</summary>
    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path) =>
        library == "OpenCL" && NativeLibrary.TryLoad("libOpenCL.so.1", out nint handle) ? handle : 0;
}
