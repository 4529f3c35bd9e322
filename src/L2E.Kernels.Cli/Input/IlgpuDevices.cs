using System.Diagnostics;
#if USE_ILGPU
using L2E.Kernels.Ilgpu;
using L2E.Kernels.Problems;
#endif

namespace L2E.Kernels.Cli.Input;

/// <summary>The devices of ILGPU, in a program that was built with it.</summary>
internal static class IlgpuDevices
{
    /// <summary>Makes them known; before a device is listed or opened, as it is nothing that other commands should wait for.</summary>
    [Conditional("USE_ILGPU")]
    public static void Register()
    {
#if USE_ILGPU
        IlgpuDrivers.Register(typeof(ObjectiveCatalogue).Assembly);
#endif
    }
}
