using System.Runtime.CompilerServices;
using ILGPU.Backends;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.OpenCL;
using L2E.Kernels.Ilgpu.Lowering;

namespace L2E.Kernels.Ilgpu.Launching;

/// <summary>What has to be changed in ILGPU 1.5 that it lets nobody change.</summary>
internal static class CompiledTexts
{
    // ILGPU gives the driver's compiler no options, and what one based on Clang warns of goes to the standard error of the program.
    private const string NoWarnings = "#pragma clang diagnostic ignored \"-Weverything\"\n";

    /// <summary>
    /// Makes of ILGPU's text what is lowered ahead of time, so that a kernel computes the same in both ways. (What it compiles for the CPU
    /// is no text, and rounds every operation by itself.)
    /// </summary>
    public static void Complete(CompiledKernel kernel)
    {
        switch (kernel)
        {
            case CLCompiledKernel openCl:
                GetSource(openCl) = NoWarnings + KernelLowering.CompleteOpenCl(openCl.Source);
                break;
            case PTXCompiledKernel ptx:
                GetAssembly(ptx) = KernelLowering.CompletePtx(ptx.PTXAssembly);
                break;
        }
    }

    /// <summary>
    /// Lets ILGPU use a device that reports no generic address space. It refuses such devices, but where it optimises, it infers
    /// which memory every access is to, and the kernels need no such space.
    /// </summary>
    public static void AllowNoGenericAddressSpace(CLCapabilityContext capabilities) => SetGenericAddressSpace(capabilities, true);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_GenericAddressSpace")]
    private static extern void SetGenericAddressSpace(CLCapabilityContext capabilities, bool value);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Source>k__BackingField")]
    private static extern ref string GetSource(CLCompiledKernel kernel);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<PTXAssembly>k__BackingField")]
    private static extern ref string GetAssembly(PTXCompiledKernel kernel);
}
