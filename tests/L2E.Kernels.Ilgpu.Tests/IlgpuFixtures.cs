using System.Runtime.CompilerServices;
using L2E.Kernels.Devices;
using L2E.Kernels.Devices.Tests;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Ilgpu.Tests;

/// <summary>ILGPU's CPU accelerator.</summary>
public sealed class IlgpuCpuFixture() : DeviceFixture(DeviceKind.IlgpuCpu);

/// <summary>ILGPU's first OpenCL accelerator.</summary>
public sealed class IlgpuOpenClFixture() : DeviceFixture(DeviceKind.IlgpuOpenCl);

/// <summary>ILGPU's first CUDA accelerator.</summary>
public sealed class IlgpuCudaFixture() : DeviceFixture(DeviceKind.IlgpuCuda);

internal static class Registration
{
    [ModuleInitializer]
    internal static void Register() => IlgpuDrivers.Register(typeof(ObjectiveCatalogue).Assembly);
}
