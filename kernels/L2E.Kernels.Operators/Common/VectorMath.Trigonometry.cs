using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

internal static partial class VectorMath
{
    /// <summary>Up to here three floats of pi/2 reduce an argument with full precision; beyond, each lane is done on its own.</summary>
    private const float LargestReducible = 65536;

    // pi/2 as a sum of three floats. The first is a multiple of 2^-23, so x - quadrant * first is exact for every |x| >= 1.
    private const float HalfPi1 = 1.57079637f, HalfPi2 = -4.37113883e-8f, HalfPi3 = -1.71512489e-15f;

    /// <summary>Sine and cosine of an angle in radians; NaN for infinities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes Sine, TLanes Cosine) SinCos<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes shift = TLanes.Broadcast(IntegerShift);
        TLanes shifted = TLanes.MultiplyAdd(x, TLanes.Broadcast(0.636619772f), shift);
        TLanes quadrant = shifted - shift;
        TLanes r = TLanes.MultiplyAdd(quadrant, TLanes.Broadcast(-HalfPi1), x);
        r = TLanes.MultiplyAdd(quadrant, TLanes.Broadcast(-HalfPi2), r);
        r = TLanes.MultiplyAdd(quadrant, TLanes.Broadcast(-HalfPi3), r);
        if (TLanes.Any(TLanes.LessThan(TLanes.Broadcast(LargestReducible), Abs(x))))
            (r, shifted) = ReduceEachLane(x, r, shifted);
        (TLanes sine, TLanes cosine) = SinCosOfQuadrant(r, shifted);
        // sin(-0) is -0, which the sums have lost.
        return (TLanes.Select(TLanes.Equal(x, TLanes.Broadcast(0)), x, sine), cosine);
    }

    /// <summary>Sine and cosine of a number of full turns in [0, 1], without rounding the multiple of pi.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes Sine, TLanes Cosine) SinCosOfTurns<TLanes>(TLanes turns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes shift = TLanes.Broadcast(IntegerShift);
        TLanes shifted = TLanes.MultiplyAdd(turns, TLanes.Broadcast(4), shift);
        TLanes remainder = TLanes.MultiplyAdd(shifted - shift, TLanes.Broadcast(-0.25f), turns);
        return SinCosOfQuadrant(remainder * TLanes.Broadcast(2 * MathF.PI), shifted);
    }

    /// <summary>Sine and cosine of <c>r + quadrant pi/2</c>, |r| at most pi/4 and a little, quadrant in the low two bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Sine, TLanes Cosine) SinCosOfQuadrant<TLanes>(TLanes r, TLanes quadrantBits)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes square = r * r;
        TLanes p = TLanes.Broadcast(-1.9515295891e-4f);
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(8.3321608736e-3f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-1.6666654611e-1f));
        TLanes sine = TLanes.MultiplyAdd(p * square, r, r);

        TLanes q = TLanes.Broadcast(2.443315711809948e-5f);
        q = TLanes.MultiplyAdd(q, square, TLanes.Broadcast(-1.388731625493765e-3f));
        q = TLanes.MultiplyAdd(q, square, TLanes.Broadcast(4.166664568298827e-2f));
        q = TLanes.MultiplyAdd(q, square, TLanes.Broadcast(-0.5f));
        TLanes cosine = TLanes.MultiplyAdd(q, square, TLanes.Broadcast(1));

        // Odd quadrants swap the two; bit 1 of the quadrant is the sign of the sine, bit 1 of the quadrant + 1 that of the cosine.
        TLanes odd = TLanes.ShiftRightInt32(TLanes.ShiftLeftInt32(quadrantBits, 31), 31);
        TLanes sign = TLanes.BroadcastBits(SignBit);
        TLanes sineSign = TLanes.ShiftLeftInt32(quadrantBits, 30) & sign;
        TLanes cosineSign = TLanes.ShiftLeftInt32(TLanes.AddInt32(quadrantBits, TLanes.BroadcastBits(1)), 30) & sign;
        return (TLanes.Select(odd, cosine, sine) ^ sineSign, TLanes.Select(odd, sine, cosine) ^ cosineSign);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe (TLanes Remainder, TLanes Quadrant) ReduceEachLane<TLanes>(TLanes x, TLanes remainder, TLanes quadrant)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* arguments = (float*)&x, remainders = (float*)&remainder;
        uint* quadrants = (uint*)&quadrant;
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            if (MathF.Abs(arguments[lane]) > LargestReducible)
                (remainders[lane], quadrants[lane]) = ReduceLarge(arguments[lane]);
        }

        return (remainder, quadrant);
    }

    /// <summary>
    /// Remainder and quadrant of a large argument by the method of Payne and Hanek: of the bits of 2/pi only those matter that do
    /// not contribute whole turns, and those that are not too small to count.
    /// </summary>
    private static (float Remainder, uint Quadrant) ReduceLarge(float x)
    {
        if (!float.IsFinite(x))
            return (float.NaN, 0);
        uint bits = BitConverter.SingleToUInt32Bits(x);
        uint mantissa = (bits & 0x007FFFFF) | 0x00800000;
        // |x| = mantissa * 2^exponent. Bits of 2/pi before position exponent - 2 are multiples of 4 quadrants.
        int exponent = (int)((bits >> 23) & 0xFF) - 150;
        int skipped = exponent - 2;

        // 2/pi in binary, after the point, with 32 zeros before it because `skipped` can be negative.
        ReadOnlySpan<uint> twoOverPi = [0, 0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041];
        int position = skipped + 32, word = position / 32, offset = position % 32;
        ulong high = ((ulong)twoOverPi[word] << 32) | twoOverPi[word + 1];
        ulong low = ((ulong)twoOverPi[word + 2] << 32) | (word + 3 < twoOverPi.Length ? twoOverPi[word + 3] : 0);
        UInt128 window = new UInt128(high, low) << offset;

        // Modulo 2^128 the product is |x| 2/pi modulo 4, with 126 bits after the point.
        UInt128 product = unchecked(window * mantissa);
        uint quadrant = (uint)(product >> 126);
        // Two bits of the quadrant gone, the rest read as signed is the fraction in [-1/2, 1/2): round to the nearest quadrant.
        long fraction = (long)(ulong)(product >> 62);
        if (fraction < 0)
            quadrant++;
        float remainder = (float)(fraction * (Math.PI / 2 / 18446744073709551616.0));
        return x < 0 ? (-remainder, unchecked(0u - quadrant)) : (remainder, quadrant);
    }
}
