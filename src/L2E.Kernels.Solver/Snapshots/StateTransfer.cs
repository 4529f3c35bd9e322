using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2E.Kernels;

/// <summary>
/// Takes the state of a run into a snapshot, or from one. <c>field = state.Next(field)</c> gives back the field itself when it is
/// written, and what was saved when it is read. Numbers are little endian, as on every processor that .NET runs on.
/// </summary>
internal sealed class StateTransfer
{
    private readonly ArrayBufferWriter<byte>? written;
    private readonly ReadOnlyMemory<byte> source;
    private int position;

    private StateTransfer(ArrayBufferWriter<byte>? written, ReadOnlyMemory<byte> source)
    {
        this.written = written;
        this.source = source;
    }

    /// <summary>Whether the state comes from a snapshot.</summary>
    public bool IsReading => written is null;

    /// <summary>The state of a part, as bytes.</summary>
    public static ReadOnlyMemory<byte> Write(IStateful part)
    {
        var bytes = new ArrayBufferWriter<byte>();
        part.Transfer(new StateTransfer(bytes, default));
        return bytes.WrittenMemory;
    }

    /// <summary>Gives a part its state back.</summary>
    /// <exception cref="InvalidDataException">The bytes are not the state of such a part, which is left in an undefined state.</exception>
    public static void Read(IStateful part, ReadOnlyMemory<byte> bytes)
    {
        var state = new StateTransfer(null, bytes);
        part.Transfer(state);
        if (state.position != bytes.Length)
            throw Malformed();
    }

    public T Next<T>(T value)
        where T : unmanaged
    {
        Next(MemoryMarshal.CreateSpan(ref value, 1));
        return value;
    }

    public void Next<T>(Span<T> values)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        if (written is not null)
        {
            written.Write(bytes);
            return;
        }

        if (source.Length - position < bytes.Length)
            throw Malformed();
        source.Span.Slice(position, bytes.Length).CopyTo(bytes);
        position += bytes.Length;
    }

    /// <summary>A number that indexes or measures something, which must lie in its range.</summary>
    public int NextIndex(int value, int least, int most)
    {
        value = Next(value);
        return value >= least && value <= most ? value : throw Malformed();
    }

    /// <summary>A sequence of random numbers: where it stands.</summary>
    public void Next(ref PhiloxSequence random)
    {
        ulong place = Next(random.Position);
        if (IsReading)
            random.Position = place;
    }

    /// <summary>An order of the numbers from 0.</summary>
    public void NextOrder(Span<int> order)
    {
        Next(order);
        if (!IsReading)
            return;
        bool[] isThere = new bool[order.Length];
        foreach (int index in order)
        {
            if ((uint)index >= (uint)order.Length || isThere[index])
                throw Malformed();
            isThere[index] = true;
        }
    }

    /// <summary>An array of a length that the state itself says.</summary>
    public T[] NextArray<T>(T[] values)
        where T : unmanaged
    {
        int length = NextIndex(values.Length, 0, int.MaxValue);
        if (IsReading)
        {
            if ((long)length * Unsafe.SizeOf<T>() > source.Length - position)
                throw Malformed();
            values = new T[length];
        }

        Next(values.AsSpan());
        return values;
    }

    /// <summary>A list of entries that change no more.</summary>
    public void NextList<T>(List<T> list, Func<StateTransfer, T, T> next)
        where T : struct
    {
        int count = Next(list.Count);
        if (!IsReading)
        {
            foreach (T entry in list)
                next(this, entry);
            return;
        }

        list.Clear();
        for (int i = 0; i < count; i++)
            list.Add(next(this, default));
    }

    public static InvalidDataException Malformed() => new("snapshot: expected the state of this run, got one that does not fit it");
}
