using System.Runtime.InteropServices;

namespace L2E.Kernels.Native;

/// <summary><c>l2e_memory</c> of l2e.h, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeMemory
{
    public uint StructSize;
    public int Collections;
    public long AllocatedBytes;
}
