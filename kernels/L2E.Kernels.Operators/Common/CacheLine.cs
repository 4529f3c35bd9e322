using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace L2E.Kernels.Operators;

/// <summary>What kernels do about cache lines.</summary>
internal static unsafe class CacheLine
{
    public const int Bytes = 64;

    public const int Floats = Bytes / sizeof(float);

    /// <summary>Floats that <see cref="Align"/> may skip.</summary>
    public const int Slack = Floats - 1;

    /// <summary>
    /// Floats of a result from which on it is written around the caches: with an input as large, all of a second-level cache.
    /// </summary>
    public const int LeastAround = 1 << 17;

    /// <summary>
    /// The first place at or after an address of floats that begins a cache line: a register of 64 bytes that straddles two lines
    /// costs two accesses.
    /// </summary>
    public static float* Align(float* scratch) => (float*)(((nint)scratch + (Bytes - 1)) & -Bytes);

    /// <summary>Asks for the line of an address, which need not be one that may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <summary>The same into the second-level cache, for what is needed too late to be kept in the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchSecondLevel(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }

    /// <summary>Orders what was written around the caches before what is written next: without it another thread may not see it.</summary>
    public static void Fence()
    {
        if (Sse.IsSupported)
            Sse.StoreFence();
    }
}
