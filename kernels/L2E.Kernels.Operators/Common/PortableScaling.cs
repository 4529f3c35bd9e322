using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>
/// Splitting and scaling by powers of two from the plain operations of lanes. An exponential has the same bits as with the
/// instructions of AVX-512.
/// </summary>
internal static class PortableScaling
{
    // Adding 1.5 * 2^23 rounds a small float to an integer that then stands in the low bits of the sum.
    private const float IntegerShift = 12582912f;

    /// <summary>Does what <see cref="ILanes{TSelf}.Split"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes Fraction, TLanes Exponent) Split<TLanes>(TLanes value)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // The bound is an integer, so that an infinity has the fraction 0.
        TLanes bounded = VectorMath.Clip(value, 4194304f), floor = TLanes.Floor(bounded);
        return (bounded - floor, floor);
    }

    /// <summary>Does what <see cref="ILanes{TSelf}.Scale"/> says, for values whose size is between 2^-23 and 2^23.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scale<TLanes>(TLanes value, TLanes exponent)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // In two factors: one alone would leave the range of float where the result is denormal or near the largest. Beyond +-252 the
        // result has long been zero or infinite.
        TLanes shift = TLanes.Broadcast(IntegerShift);
        TLanes integer = TLanes.SubtractInt32(VectorMath.Clip(exponent, 252) + shift, shift);
        TLanes half = TLanes.ShiftRightInt32(integer, 1);
        return value * PowerOfTwo(half) * PowerOfTwo(TLanes.SubtractInt32(integer, half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes PowerOfTwo<TLanes>(TLanes integer)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.ShiftLeftInt32(TLanes.AddInt32(integer, TLanes.BroadcastBits(127)), 23);
}
