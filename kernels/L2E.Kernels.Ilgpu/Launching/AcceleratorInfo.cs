using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Ilgpu.Launching;

/// <summary>What this library tells of a device, from what ILGPU does.</summary>
internal static class AcceleratorInfo
{
    /// <summary>An accelerator that is open already; its number is among the accelerators of its context.</summary>
    public static DeviceInfo Describe(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return Describe(accelerator.Device, 0);
    }

    public static DeviceInfo Describe(ILGPU.Runtime.Device device, int index)
    {
        string ilgpu = $"ILGPU {typeof(Context).Assembly.GetName().Version!.ToString(3)}";
        string? refusal = device.MaxNumThreadsPerGroup < L2E.Kernels.Devices.Device.GroupSize
            ? $"its groups have no {L2E.Kernels.Devices.Device.GroupSize} work items"
            : null;
        return device switch
        {
            CLDevice openCl => new(
                DeviceKind.IlgpuOpenCl, index, openCl.Name.Trim(), $"{ilgpu}, {openCl.PlatformName}",
                $"OpenCL C {openCl.CLStdVersion.Major}.{openCl.CLStdVersion.Minor}", (ulong)openCl.MemorySize, refusal),
            CudaDevice cuda => new(
                DeviceKind.IlgpuCuda, index, cuda.Name, ilgpu, $"compute capability {cuda.Architecture}", (ulong)cuda.MemorySize, refusal),
            _ => new(
                DeviceKind.IlgpuCpu, index, "emulator on the processor of this machine", ilgpu, "",
                (ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, refusal),
        };
    }
}
