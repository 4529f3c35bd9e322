using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels.Operators;

/// <summary>A kernel: its fields are its arguments, its body is generic over the width of a register.</summary>
internal interface ILanesKernel
{
    void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>Runs a kernel with the widest registers that the machine has. The choice is a constant for the JIT and for AOT.</summary>
internal static class WidestLanes
{
    /// <summary>Bits of the registers that kernels run with.</summary>
    public static int Bits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TKernel>(TKernel kernel)
        where TKernel : struct, ILanesKernel
    {
        if (Vector512.IsHardwareAccelerated)
            kernel.Run<Lanes512>();
        else if (Vector256.IsHardwareAccelerated)
            kernel.Run<Lanes256>();
        else
            kernel.Run<Lanes128>();
    }
}
