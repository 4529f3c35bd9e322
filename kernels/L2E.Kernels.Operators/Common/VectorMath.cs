using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>
/// Elementary functions of float lanes, within 4 units in the last place of the exact value over their whole range;
/// denormal numbers, infinities and NaN as IEEE 754 has them. The polynomials are those of Cephes (S. L. Moshier), or minimax by
/// the algorithm of Remez where that is said.
/// </summary>
internal static partial class VectorMath
{
    // Adding 1.5 * 2^23 rounds a small float to an integer that then stands in the low bits of the sum.
    private const float IntegerShift = 12582912f;
    public const float Log2OfE = 1.44269504f;

    // ln 2 in two parts: the first has 9 significant bits, so that its product with an exponent is exact.
    public const float Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;
    private const uint SignBit = 0x80000000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Abs<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x & TLanes.BroadcastBits(~SignBit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Negate<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x ^ TLanes.BroadcastBits(SignBit);

    /// <summary><c>-|x|</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes NegativeAbs<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x | TLanes.BroadcastBits(SignBit);

    /// <summary>Clips to [-limit, limit]; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Clip<TLanes>(TLanes x, float limit)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Min(TLanes.Broadcast(limit), TLanes.Max(TLanes.Broadcast(-limit), x));

    /// <summary><c>e^x</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Beyond +-126 both exp(x) and x exp(-|x|) have long reached infinity and zero.
        (TLanes significand, TLanes exponent) = ExpParts(Clip(x, 126));
        return TLanes.Scale(significand, exponent);
    }

    /// <summary><c>e^-|x|</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpOfNegativeAbs<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        (TLanes significand, TLanes exponent) = ExpPartsOfNegativeAbs(x);
        return TLanes.Scale(significand, exponent);
    }

    /// <summary><c>e^-|x|</c> as <c>significand * 2^exponent</c>: a product keeps its precision where the exponential is denormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Significand, TLanes Exponent) ExpPartsOfNegativeAbs<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => ExpParts(TLanes.Max(TLanes.Broadcast(-126), NegativeAbs(x)));

    /// <summary><c>e^x</c> as <c>significand * 2^exponent</c>, for |x| of at most 126.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Significand, TLanes Exponent) ExpParts<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes shift = TLanes.Broadcast(IntegerShift);
        TLanes shifted = TLanes.MultiplyAdd(x, TLanes.Broadcast(Log2OfE), shift);
        TLanes exponent = shifted - shift;
        TLanes r = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(-Ln2High), x);
        r = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(-Ln2Low), r);

        return (ExpPolynomial(r), exponent);
    }

    /// <summary><c>e^r</c> for |r| of at most ln(2)/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ExpPolynomial<TLanes>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Minimax of the relative error on [-ln(2)/2, ln(2)/2] with value and slope 1 at 0: 3.1e-9.
        TLanes p = TLanes.Broadcast(1.38144672e-3f);
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(8.36878084e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(4.16683927e-2f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1.66665196e-1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(4.99999940e-1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1));
        return TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1));
    }

    /// <summary><c>ln x</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // A denormal number is brought into the normal range first.
        TLanes denormal = TLanes.LessThan(x, TLanes.Broadcast(1.17549435e-38f));
        TLanes scaled = TLanes.Select(denormal, x * TLanes.Broadcast(8388608f), x);

        // x = 2^exponent * (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)): subtracting the bits of sqrt(1/2) carries into the exponent.
        const uint SqrtHalf = 0x3F3504F3;
        TLanes bits = TLanes.SubtractInt32(scaled, TLanes.BroadcastBits(SqrtHalf));
        TLanes exponent = TLanes.ConvertInt32(TLanes.ShiftRightInt32(bits, 23)) - (denormal & TLanes.Broadcast(23));
        TLanes mantissa = TLanes.AddInt32(bits & TLanes.BroadcastBits(0x007FFFFF), TLanes.BroadcastBits(SqrtHalf));
        TLanes f = mantissa - TLanes.Broadcast(1);
        TLanes p = TLanes.Broadcast(7.0376836292e-2f);
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-1.1514610310e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(1.1676998740e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-1.2420140846e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(1.4249322787e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-1.6668057665e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(2.0000714765e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(-2.4999993993e-1f));
        p = TLanes.MultiplyAdd(p, f, TLanes.Broadcast(3.3333331174e-1f));
        TLanes square = f * f;
        TLanes small = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Ln2Low), square * f * p);
        small = TLanes.MultiplyAdd(square, TLanes.Broadcast(-0.5f), small);
        TLanes result = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Ln2High), f + small);

        TLanes infinity = TLanes.Broadcast(float.PositiveInfinity);
        result = TLanes.Select(TLanes.LessThan(x, infinity), result, x);
        result = TLanes.Select(TLanes.LessThan(x, TLanes.Broadcast(0)), TLanes.Broadcast(float.NaN), result);
        return TLanes.Select(TLanes.Equal(x, TLanes.Broadcast(0)), Negate(infinity), result);
    }

    /// <summary><c>ln(1 + e^x)</c>, as max(x, 0) + ln(1 + e^-|x|): no overflow, and small results keep their precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Softplus<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes t = ExpOfNegativeAbs(x);
        // ln(1 + t) = t p(t): minimax of the relative error on [0, 1], 4.7e-9.
        TLanes p = TLanes.Broadcast(-3.24399956e-3f);
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(1.98513418e-2f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(-5.69592975e-2f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(1.06036291e-1f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(-1.53055757e-1f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(1.96759328e-1f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(-2.49541327e-1f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(3.33299637e-1f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(-4.99999017e-1f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Broadcast(1));
        return TLanes.MultiplyAdd(p, t, TLanes.Max(TLanes.Broadcast(0), x));
    }

    /// <summary><c>1 / (1 + e^-x)</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1), t = ExpOfNegativeAbs(x);
        return TLanes.Select(TLanes.LessThan(x, TLanes.Broadcast(0)), t, one) / (one + t);
    }

    /// <summary><c>x / (1 + e^-x)</c>; -0 at minus infinity, its limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Silu<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        (TLanes significand, TLanes exponent) = ExpPartsOfNegativeAbs(x);
        // The bound keeps minus infinity from meeting the zero of its exponential.
        TLanes negative = TLanes.Scale(TLanes.Max(TLanes.Broadcast(-126), x) * significand, exponent);
        TLanes numerator = TLanes.Select(TLanes.LessThan(x, TLanes.Broadcast(0)), negative, x);
        return numerator / (TLanes.Broadcast(1) + TLanes.Scale(significand, exponent));
    }

    /// <summary>The derivative of <see cref="Silu"/>: <c>s (1 + x (1 - s))</c> with s the sigmoid of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SiluDerivative<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Past +-126 the derivative is 1 or 0 in float; the clip keeps an infinite x from meeting a zero.
        TLanes bounded = Clip(x, 126), one = TLanes.Broadcast(1), t = ExpOfNegativeAbs(bounded);
        TLanes larger = one / (one + t), smaller = t * larger, negative = TLanes.LessThan(x, TLanes.Broadcast(0));
        TLanes sigmoid = TLanes.Select(negative, smaller, larger), complement = TLanes.Select(negative, larger, smaller);
        return TLanes.MultiplyAdd(bounded * sigmoid, complement, sigmoid);
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes magnitude = Abs(x), one = TLanes.Broadcast(1), two = TLanes.Broadcast(2);
        TLanes large = one - two / (Exp(magnitude * two) + one);

        TLanes square = magnitude * magnitude;
        TLanes p = TLanes.Broadcast(-5.70498872745e-3f);
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(2.06390887954e-2f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-5.37397155531e-2f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(1.33314422036e-1f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-3.33332819422e-1f));
        TLanes small = TLanes.MultiplyAdd(p * square, magnitude, magnitude);

        TLanes result = TLanes.Select(TLanes.LessThan(magnitude, TLanes.Broadcast(0.625f)), small, large);
        return result | (x & TLanes.BroadcastBits(SignBit));
    }
}
