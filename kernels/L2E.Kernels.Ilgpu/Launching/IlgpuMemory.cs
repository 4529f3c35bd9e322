using ILGPU.Runtime;

namespace L2E.Kernels.Ilgpu.Launching;

/// <summary>Memory of ILGPU that a buffer of this library is in; disposed of with it where it is the buffer's own.</summary>
internal sealed record IlgpuMemory(MemoryBuffer Memory, bool IsOwned) : IDisposable
{
    public void Dispose()
    {
        if (IsOwned)
            Memory.Dispose();
    }
}
