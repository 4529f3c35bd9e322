using System.Runtime.InteropServices;

namespace L2E.Kernels.TestUtilities;

/// <summary>Tensors of a test, each of which ends at an inaccessible page; see <see cref="GuardedBuffer"/>.</summary>
public sealed class GuardedTensors : IDisposable
{
    private readonly List<GuardedBuffer> buffers = [];

    public Span<float> Copy(ReadOnlySpan<float> contents)
    {
        GuardedBuffer buffer = new(contents);
        buffers.Add(buffer);
        return buffer.Span;
    }

    /// <summary>A tensor of any element type.</summary>
    public Span<T> CopyOf<T>(ReadOnlySpan<T> contents)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(contents);
        Span<float> whole = Zero((bytes.Length + sizeof(float) - 1) / sizeof(float));
        Span<byte> end = MemoryMarshal.AsBytes(whole)[^bytes.Length..];
        bytes.CopyTo(end);
        return MemoryMarshal.Cast<byte, T>(end);
    }

    /// <summary>A destination or workspace, full of NaN: whoever reads it before writing it shows.</summary>
    public Span<float> New(int length)
    {
        Span<float> span = Copy(new float[length]);
        span.Fill(float.NaN);
        return span;
    }

    public Span<float> Zero(int length) => Copy(new float[length]);

    public void Dispose() => buffers.ForEach(buffer => buffer.Dispose());
}
