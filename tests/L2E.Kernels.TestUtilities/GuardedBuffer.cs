using System.Runtime.InteropServices;

namespace L2E.Kernels.TestUtilities;

/// <summary>
/// Memory that ends exactly where an inaccessible page begins: a read or write behind the last element kills the process instead
/// of going unnoticed. On Windows it is plain memory.
/// </summary>
public sealed unsafe partial class GuardedBuffer : IDisposable
{
    private const int ReadWrite = 3, NoAccess = 0, Private = 2;
    private readonly nint start;
    private readonly nuint bytes;

    /// <summary>A guarded copy of <paramref name="contents"/>.</summary>
    public GuardedBuffer(ReadOnlySpan<float> contents)
    {
        Length = contents.Length;
        if (OperatingSystem.IsWindows())
        {
            start = (nint)NativeMemory.Alloc((nuint)Length, sizeof(float));
            First = (float*)start;
        }
        else
        {
            nuint page = (nuint)Environment.SystemPageSize;
            nuint usable = ((nuint)Length * sizeof(float) + page - 1) / page * page;
            bytes = usable + page;
            start = MemoryMap(0, bytes, ReadWrite, Private | (OperatingSystem.IsMacOS() ? 0x1000 : 0x20), -1, 0);
            if (start == -1 || MemoryProtect(start + (nint)usable, page, NoAccess) != 0)
                throw new InvalidOperationException("mmap or mprotect failed");
            First = (float*)(start + (nint)usable) - Length;
        }

        contents.CopyTo(Span);
    }

    public int Length { get; }

    public Span<float> Span => new(First, Length);

    private float* First { get; }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
            NativeMemory.Free((void*)start);
        else
            _ = MemoryUnmap(start, bytes);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MemoryProtect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MemoryUnmap(nint address, nuint length);
}
