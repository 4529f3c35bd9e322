using System.Runtime.CompilerServices;

namespace L2E.Kernels;

/// <summary>
/// Numbers that begin where a cache line does, for matrices of whole registers: a load that straddles two lines costs two. They never move.
/// </summary>
internal readonly struct AlignedDoubles
{
    private const int LineBytes = 64, LineLength = LineBytes / sizeof(double);

    private readonly double[] storage;
    private readonly int start, length;

    /// <summary>Makes zeros.</summary>
    /// <param name="length">How many.</param>
    public unsafe AlignedDoubles(int length)
    {
        this.length = length;
        storage = GC.AllocateArray<double>(length + LineLength - 1, pinned: true);
        int bytesBehind = (int)((nuint)Unsafe.AsPointer(ref storage[0]) % LineBytes);
        start = (LineBytes - bytesBehind) % LineBytes / sizeof(double);
    }

    /// <summary>The numbers.</summary>
    public Span<double> Span => storage.AsSpan(start, length);
}
