using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>
/// Sequences of float, <see cref="Half"/> or <see cref="BFloat16"/> in memory, as float lanes in registers. Which of the three is
/// decided when the code for an element type is compiled.
/// </summary>
internal static unsafe class Storage
{
    private const uint SignBit = 0x80000000, InfiniteExponent = 0x7F800000;

    // The widest registers have as many lanes.
    private const int MostLanes = 16;

    /// <summary>Throws unless <typeparamref name="T"/> is one of the three.</summary>
    public static void Check<T>()
        where T : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(Half) && typeof(T) != typeof(BFloat16))
            Guard.ThrowArgument(nameof(T), "float, Half or BFloat16", typeof(T).Name);
    }

    /// <summary>Up to a register of elements; lanes from <paramref name="remaining"/> on are zero and not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes, T>(T* source, int remaining)
        where TLanes : unmanaged, ILanes<TLanes>
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return Lanes.Load<TLanes>((float*)source, remaining);
        TLanes bits = remaining >= TLanes.Count
            ? TLanes.LoadUInt16((ushort*)source)
            : LoadPartialUInt16<TLanes>((ushort*)source, remaining);
        return typeof(T) == typeof(Half) ? WidenHalf(bits) : TLanes.ShiftLeftInt32(bits, 16);
    }

    /// <summary>Writes up to a register of elements, rounded to the nearest, to even between two; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes, T>(TLanes value, T* destination, int remaining)
        where TLanes : unmanaged, ILanes<TLanes>
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Lanes.Store(value, (float*)destination, remaining);
            return;
        }

        TLanes bits = typeof(T) == typeof(Half) ? NarrowToHalf(value) : NarrowToBFloat16(value);
        if (remaining >= TLanes.Count)
            bits.StoreUInt16((ushort*)destination);
        else
            StorePartialUInt16(bits, (ushort*)destination, remaining);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes LoadPartialUInt16<TLanes>(ushort* source, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ushort* lanes = stackalloc ushort[MostLanes];
        new Span<ushort>(lanes, MostLanes).Clear();
        new Span<ushort>(source, Math.Max(count, 0)).CopyTo(new Span<ushort>(lanes, MostLanes));
        return TLanes.LoadUInt16(lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StorePartialUInt16<TLanes>(TLanes bits, ushort* destination, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ushort* lanes = stackalloc ushort[MostLanes];
        bits.StoreUInt16(lanes);
        new Span<ushort>(lanes, Math.Max(count, 0)).CopyTo(new Span<ushort>(destination, Math.Max(count, 0)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes WidenHalf<TLanes>(TLanes bits)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // The bits of a half, moved up, are a float that is too small by 2^112; denormal numbers too, exactly.
        TLanes sign = TLanes.ShiftLeftInt32(bits, 16) & TLanes.BroadcastBits(SignBit);
        TLanes magnitude = TLanes.ShiftLeftInt32(bits & TLanes.BroadcastBits(0x7FFF), 13) * TLanes.Broadcast(5.192296858534828e33f);
        // Infinity and NaN land at 2^16 and above, where no number of the format does, with the mantissa of their own.
        TLanes special = TLanes.LessThan(TLanes.Broadcast(65504), magnitude) & TLanes.BroadcastBits(InfiniteExponent);
        return magnitude | special | sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes NarrowToHalf<TLanes>(TLanes value)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sign = value & TLanes.BroadcastBits(SignBit), magnitude = value ^ sign;
        // Half of the smallest normal number's spacing, 2^-25, is that of 1/2: the addition rounds, and leaves the bits in the sum.
        TLanes half = TLanes.Broadcast(0.5f), denormal = TLanes.SubtractInt32(magnitude + half, half);
        // The exponent's bias goes from 127 to 15; 0xFFF, and 1 where the bit that becomes the last is set, round to even.
        TLanes last = TLanes.ShiftRightUInt32(magnitude, 13) & TLanes.BroadcastBits(1);
        TLanes biased = TLanes.AddInt32(TLanes.AddInt32(magnitude, TLanes.BroadcastBits(0xC8000FFF)), last);
        TLanes result = TLanes.Select(
            TLanes.LessThan(magnitude, TLanes.Broadcast(6.103515625e-5f)), denormal, TLanes.ShiftRightUInt32(biased, 13));
        // What rounds to 2^16 is infinite.
        result = TLanes.Select(TLanes.LessThan(magnitude, TLanes.Broadcast(65520)), result, TLanes.BroadcastBits(0x7C00));
        TLanes quiet = TLanes.ShiftRightUInt32(magnitude, 13) & TLanes.BroadcastBits(0x03FF) | TLanes.BroadcastBits(0x7E00);
        result = TLanes.Select(TLanes.Equal(value, value), result, quiet);
        return result | TLanes.ShiftRightUInt32(sign, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes NarrowToBFloat16<TLanes>(TLanes value)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes cut = TLanes.ShiftRightUInt32(value, 16), last = cut & TLanes.BroadcastBits(1);
        TLanes rounded = TLanes.AddInt32(TLanes.AddInt32(value, TLanes.BroadcastBits(0x7FFF)), last);
        return TLanes.Select(
            TLanes.Equal(value, value), TLanes.ShiftRightUInt32(rounded, 16), cut | TLanes.BroadcastBits(0x0040));
    }
}
