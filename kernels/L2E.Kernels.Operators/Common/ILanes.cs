namespace L2E.Kernels.Operators;

/// <summary>
/// A vector register of 32-bit lanes. Kernels are written once, generic over it, and compiled for 512, 256 and 128 bits.
/// </summary>
/// <remarks>
/// <para>
/// A register has no type: the operators and the plainly named methods read the lanes as float, the methods whose names say
/// Int32, UInt32 or Bits read the same lanes as integers, and a comparison gives lanes of all ones or all zeros.
/// </para>
/// <para>
/// Every operation is exactly rounded, lane by lane, so what a kernel computes per lane does not depend on the width.
/// That includes <see cref="MultiplyAdd"/>: a machine without fused multiply-add (x86 before AVX2) does it through double, slowly.
/// Only <see cref="Sum"/> and <see cref="SumEach"/> mix lanes; their order is fixed for a width and differs between widths.
/// </para>
/// </remarks>
/// <typeparam name="TSelf">The implementing register.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Lane k holds the integer k.</summary>
    static abstract TSelf IndexBits { get; }

    static abstract TSelf Broadcast(float value);

    static abstract TSelf BroadcastBits(uint value);

    static abstract TSelf Load(float* source);

    /// <summary>
    /// The first <paramref name="count"/> lanes from memory, 0 to <see cref="Count"/> of them; the others are zero and not read.
    /// </summary>
    static abstract TSelf LoadPartial(float* source, int count);

    void Store(float* destination);

    /// <summary>Writes around the caches; the destination begins at a multiple of the register's size.</summary>
    void StoreNonTemporal(float* destination);

    /// <summary>Writes the first <paramref name="count"/> lanes and touches nothing behind them.</summary>
    void StorePartial(float* destination, int count);

    /// <summary>As many 16-bit integers as there are lanes, with 16 zero bits above each.</summary>
    static abstract TSelf LoadUInt16(ushort* source);

    /// <summary>Writes the lower 16 bits of every lane; the upper ones are zero.</summary>
    void StoreUInt16(ushort* destination);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary><c>left * right + addend</c>, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary><c>sum += left * right</c>, rounded once.</summary>
    static abstract void Accumulate(ref TSelf sum, TSelf left, TSelf right);

    /// <summary>The smaller; a NaN in <paramref name="value"/> passes through, <paramref name="bound"/> must not be NaN.</summary>
    static abstract TSelf Min(TSelf bound, TSelf value);

    /// <summary>The larger; a NaN in <paramref name="value"/> passes through, <paramref name="bound"/> must not be NaN.</summary>
    static abstract TSelf Max(TSelf bound, TSelf value);

    static abstract TSelf Sqrt(TSelf value);

    static abstract TSelf Floor(TSelf value);

    /// <summary>
    /// What is left of a value when the next lower integer is taken away, in [0, 1] and 0 of an infinity; and what
    /// <see cref="Scale"/> reads as that integer.
    /// </summary>
    static abstract (TSelf Fraction, TSelf Exponent) Split(TSelf value);

    /// <summary><c>value * 2^exponent</c>, rounded once, for an exponent from <see cref="Split"/>, an integer or an infinity.</summary>
    static abstract TSelf Scale(TSelf value, TSelf exponent);

    /// <summary>Mask of the lanes where <c>left &lt; right</c>; false where either is NaN.</summary>
    static abstract TSelf LessThan(TSelf left, TSelf right);

    /// <summary>Mask of the lanes that are equal; false where either is NaN.</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>Lane by lane, <paramref name="whenTrue"/> where the mask is ones, else <paramref name="whenFalse"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>Whether any lane of a mask is ones.</summary>
    static abstract bool Any(TSelf mask);

    static abstract TSelf AddInt32(TSelf left, TSelf right);

    static abstract TSelf SubtractInt32(TSelf left, TSelf right);

    static abstract TSelf ShiftLeftInt32(TSelf value, int count);

    static abstract TSelf ShiftRightInt32(TSelf value, int count);

    static abstract TSelf ShiftRightUInt32(TSelf value, int count);

    /// <summary>The signed integer in each lane as a float.</summary>
    static abstract TSelf ConvertInt32(TSelf value);

    /// <summary>The 64-bit products of unsigned lanes, in halves.</summary>
    static abstract (TSelf Low, TSelf High) MultiplyUInt32(TSelf left, TSelf right);

    /// <summary>The sum of the lanes, by halving: lane k is added to lane k + Count/2, and so on.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>
    /// The sums of as many registers as there are lanes, which lie one after the other: lane k is <see cref="Sum"/> of register k.
    /// </summary>
    static abstract TSelf SumEach(float* registers);
}
