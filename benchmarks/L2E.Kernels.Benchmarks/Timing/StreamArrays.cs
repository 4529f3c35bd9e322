using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels.Benchmarks.Timing;

/// <summary>Three arrays of floats, each well beyond the caches, and the loops over them that define memory bandwidth.</summary>
internal sealed unsafe class StreamArrays : IDisposable
{
    private const int Alignment = 64;
    private const long DefaultCacheBytes = 64L << 20;
    private const nuint PartLength = 1 << 20;
    private readonly nuint length;
    private readonly float* a, b, c;
    private nuint part;

    public StreamArrays()
    {
        Bytes = 2 * CacheBytes;
        length = (nuint)Bytes / sizeof(float);
        a = Allocate(1);
        b = Allocate(2);
        c = Allocate(3);
    }

    /// <summary>Size of the last-level cache, or 64 MiB where the system does not tell.</summary>
    public static long CacheBytes { get; } = ReadCacheBytes();

    /// <summary>Bytes of one array.</summary>
    public long Bytes { get; }

    /// <summary>Bytes that a copy moves: one array read, one written.</summary>
    public double CopyBytes => 2.0 * Bytes;

    /// <summary>Bytes that a triad moves: two arrays read, one written.</summary>
    public double TriadBytes => 3.0 * Bytes;

    /// <summary>Bytes that a copy of a part moves.</summary>
    public static double PartCopyBytes => 2.0 * sizeof(float) * PartLength;

    /// <summary><c>a = b</c>, through the caches.</summary>
    public void Copy() => Copy(0, length);

    /// <summary><c>a = b</c>, with stores that go around the caches: the destination is not read first.</summary>
    public void CopyNonTemporal() => CopyNonTemporal(0, length);

    /// <summary>The same of a part of the arrays, another one with each call.</summary>
    public void CopyPart() => Copy(NextPart(), PartLength);

    /// <summary>The same of a part of the arrays, another one with each call.</summary>
    public void CopyPartNonTemporal() => CopyNonTemporal(NextPart(), PartLength);

    /// <summary><c>a = b + 3 c</c>, through the caches.</summary>
    public void Triad()
    {
        Vector512<float> factor = Vector512.Create(3f);
        for (nuint i = 0; i < length; i += (nuint)Vector512<float>.Count)
            Vector512.MultiplyAddEstimate(factor, Vector512.LoadAligned(c + i), Vector512.LoadAligned(b + i)).StoreAligned(a + i);
    }

    /// <summary><c>a = b + 3 c</c>, with stores that go around the caches.</summary>
    public void TriadNonTemporal()
    {
        Vector512<float> factor = Vector512.Create(3f);
        for (nuint i = 0; i < length; i += (nuint)Vector512<float>.Count)
        {
            Vector512.MultiplyAddEstimate(factor, Vector512.LoadAligned(c + i), Vector512.LoadAligned(b + i))
                .StoreAlignedNonTemporal(a + i);
        }
    }

    /// <summary>Reads an array, so that the caches hold nothing else.</summary>
    public void FlushCaches()
    {
        Vector512<float> sum = default;
        for (nuint i = 0; i < length; i += (nuint)Vector512<float>.Count)
            sum += Vector512.LoadAligned(b + i);
        // Keeps the loop from being left out.
        if (float.IsNaN(Vector512.Sum(sum)))
            throw new InvalidOperationException("the arrays hold finite numbers");
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(a);
        NativeMemory.AlignedFree(b);
        NativeMemory.AlignedFree(c);
    }

    private nuint NextPart()
    {
        part = part + 2 * PartLength <= length ? part + PartLength : 0;
        return part;
    }

    private void Copy(nuint first, nuint count)
    {
        for (nuint i = first; i < first + count; i += (nuint)Vector512<float>.Count)
            Vector512.LoadAligned(b + i).StoreAligned(a + i);
    }

    private void CopyNonTemporal(nuint first, nuint count)
    {
        for (nuint i = first; i < first + count; i += (nuint)Vector512<float>.Count)
            Vector512.LoadAligned(b + i).StoreAlignedNonTemporal(a + i);
    }

    // Written at once: memory that was never written is one shared page of zeros, which is always in cache.
    private float* Allocate(float value)
    {
        float* memory = (float*)NativeMemory.AlignedAlloc(length * sizeof(float), Alignment);
        for (nuint i = 0; i < length; i++)
            memory[i] = value;
        return memory;
    }

    private static long ReadCacheBytes()
    {
        for (int level = 3; level >= 2; level--)
        {
            string file = $"/sys/devices/system/cpu/cpu0/cache/index{level}/size";
            if (File.Exists(file) && File.ReadAllText(file).Trim() is [.. var digits, 'K'])
                return long.Parse(digits, CultureInfo.InvariantCulture) << 10;
        }

        return DefaultCacheBytes;
    }
}
