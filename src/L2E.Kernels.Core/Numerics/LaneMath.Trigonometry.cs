using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

public static partial class LaneMath
{
    // Half of pi in three parts (fdlibm). The first two have 33 bits, so that their products with a number of quarter turns below
    // 2^20 are exact with or without fused multiply-add.
    private const double HalfPiHigh = 1.57079632673412561417e+00, HalfPiMiddle = 6.07710050630396597660e-11;
    private const double HalfPiLow = 2.02226624879595063154e-21;

    // Half of pi in three doubles, for products that are fused into sums. An angle beyond 1e6 less a multiple of the first is exact:
    // that is a multiple of 2^-52 and less than 2.
    private const double HalfPiFirst = 1.5707963267948966, HalfPiSecond = 6.123233995736766e-17, HalfPiThird = -1.4973849048591698e-33;

    // The largest magnitudes whose quarter turns those parts can count; larger numbers go lane by lane to Math.
    private const double LargestReduced = 1e6, LargestFused = 1e12;
    private const float LargestReducedSingle = 8000;

    // Adding 1.5 * 2^52 rounds a double to an integer that then stands in the low bits of the sum; for a float it is 1.5 * 2^23.
    private const double IntegerShift = 6755399441055744, OddIntegerShift = IntegerShift + 1;
    private const float IntegerShiftSingle = 12582912, OddIntegerShiftSingle = IntegerShiftSingle + 1;

    /// <summary>The sine, within 2 units; near a multiple of pi within 1e-17 of the exact value if that is more.</summary>
    /// <param name="x">Angles in radians; beyond 1e6 in magnitude slower, beyond 1e12 much slower.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sin(Vector512<double> x) => ReplaceLarge<LargeSin>(x, Sin<SplitReduction>(x));

    /// <summary>The cosine, within 2 units; near a zero within 1e-17 of the exact value if that is more.</summary>
    /// <param name="x">Angles in radians; beyond 1e6 in magnitude slower, beyond 1e12 much slower.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Cos(Vector512<double> x) => ReplaceLarge<LargeCos>(x, Cos<SplitReduction>(x));

    /// <summary>The tangent, within 3 units; near a zero within 1e-17 of the exact value if that is more.</summary>
    /// <param name="x">Angles in radians; beyond 1e6 in magnitude slower, beyond 1e12 much slower.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tan(Vector512<double> x) => ReplaceLarge<LargeTan>(x, Tan<SplitReduction>(x));

    /// <summary>The sine, within 2 units; near a multiple of pi within 1e-7 of the exact value if that is more.</summary>
    /// <param name="x">Angles in radians; beyond 8000 in magnitude slower.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> x)
    {
        if (Vector512.GreaterThanAny(Vector512.Abs(x), Vector512.Create(LargestReducedSingle)))
            return ThroughDouble<SinFunction>(x);
        Vector512<float> shifted = Step(x, Vector512.Create(1 / MathF.PI), IntegerShiftSingle);
        Vector512<float> halfTurns = shifted - Vector512.Create(IntegerShiftSingle);
        Vector512<int> odd = Vector512.ShiftLeft(shifted.AsInt32(), 31);
        return SinReduced(ReduceQuarterTurns(x, halfTurns + halfTurns), odd);
    }

    /// <summary>The cosine, within 2 units; near a zero within 1e-7 of the exact value if that is more.</summary>
    /// <param name="x">Angles in radians; beyond 8000 in magnitude slower.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Cos(Vector512<float> x)
    {
        if (Vector512.GreaterThanAny(Vector512.Abs(x), Vector512.Create(LargestReducedSingle)))
            return ThroughDouble<CosFunction>(x);
        Vector512<float> shifted = Step(x, Vector512.Create(1 / MathF.PI), -0.5f) + Vector512.Create(OddIntegerShiftSingle);
        Vector512<float> halfTurns = shifted - Vector512.Create(OddIntegerShiftSingle);
        Vector512<int> even = Vector512.ShiftLeft(shifted.AsInt32(), 31);
        return SinReduced(ReduceQuarterTurns(x, Step(halfTurns, Vector512.Create(2f), 1)), even);
    }

    /// <summary>The tangent.</summary>
    /// <param name="x">Angles in radians.</param>
    public static Vector512<float> Tan(Vector512<float> x) => ThroughDouble<TanFunction>(x);

    /// <summary>The sine and the cosine of the same angles: <c>(Sin(x), Cos(x))</c>.</summary>
    /// <param name="x">Angles in radians.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Sine, Vector512<double> Cosine) SinCos(Vector512<double> x)
    {
        Vector512<double> sine = Sin<SplitReduction>(x), cosine = Cos<SplitReduction>(x);
        if (IsLarge(x))
        {
            Replace<LargeSin>(x, ref sine);
            Replace<LargeCos>(x, ref cosine);
        }

        return (sine, cosine);
    }

    /// <summary>The sine and the cosine of the same angles: <c>(Sin(x), Cos(x))</c>.</summary>
    /// <param name="x">Angles in radians.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Sine, Vector512<float> Cosine) SinCos(Vector512<float> x) => (Sin(x), Cos(x));

    /// <summary>What has been computed; where an angle is too large for that, all lanes by <typeparamref name="TLarge"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ReplaceLarge<TLarge>(Vector512<double> x, Vector512<double> computed)
        where TLarge : struct, ILaneFunction
    {
        if (IsLarge(x))
            Replace<TLarge>(x, ref computed);
        return computed;
    }

    /// <summary>Whether a lane has more quarter turns than <see cref="SplitReduction"/> counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLarge(Vector512<double> x) =>
        Vector512.GreaterThanAny(Vector512.Abs(x), Vector512.Create(LargestReduced));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Replace<TFunction>(Vector512<double> x, ref Vector512<double> result)
        where TFunction : struct, ILaneFunction
    {
        // A vector of its own: what a call writes to lies in memory, which is no place for the result of all other angles.
        Vector512<double> lanes = x;
        Invoke<TFunction>(ref lanes);
        result = lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Invoke<TFunction>(ref Vector512<double> x)
        where TFunction : struct, ILaneFunction =>
        x = TFunction.Invoke(x);

    /// <summary><c>x - quarterTurns * pi/2</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ReduceQuarterTurns(Vector512<float> x, Vector512<float> quarterTurns)
    {
        // Twice the parts of pi/4 in Cephes' sinf.c: 11 bits in each of the first two.
        Vector512<float> r = Vector512.MultiplyAddEstimate(quarterTurns, Vector512.Create(-2 * 0.78515625f), x);
        r = Vector512.MultiplyAddEstimate(quarterTurns, Vector512.Create(-2 * 2.4187564849853515625e-4f), r);
        return Vector512.MultiplyAddEstimate(quarterTurns, Vector512.Create(-2 * 3.77489497744594108e-8f), r);
    }

    /// <summary>The sine of r in [-pi/2, pi/2], with its sign turned where <paramref name="signs"/> has the bit of the sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> SinReduced(Vector512<double> r, Vector512<long> signs)
    {
        r = (r.AsInt64() ^ signs).AsDouble();
        Vector512<double> square = r * r;
        // The minimax polynomial of SLEEF (N. Shibata), sind_u35.
        Vector512<double> p = Vector512.Create(-7.97255955009037868891952e-18);
        p = Step(p, square, 2.81009972710863200091251e-15);
        p = Step(p, square, -7.64712219118158833288484e-13);
        p = Step(p, square, 1.60590430605664501629054e-10);
        p = Step(p, square, -2.50521083763502045810755e-08);
        p = Step(p, square, 2.75573192239198747630416e-06);
        p = Step(p, square, -0.000198412698412696162806809);
        p = Step(p, square, 0.00833333333333332974823815);
        p = Step(p, square, -0.166666666666666657414808);
        Vector512<double> sine = Vector512.MultiplyAddEstimate(square * p, r, r);
        // Roundings may carry it beyond 1. Of NaN and a number these functions return the second.
        return Vector512.MinNative(Vector512<double>.One, Vector512.MaxNative(Vector512.Create(-1.0), sine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> SinReduced(Vector512<float> r, Vector512<int> signs)
    {
        r = (r.AsInt32() ^ signs).AsSingle();
        Vector512<float> square = r * r;
        // The minimax polynomial of SLEEF (N. Shibata), sinf_u35.
        Vector512<float> p = Vector512.Create(2.6083159809786593541503e-06f);
        p = Step(p, square, -0.0001981069071916863322258f);
        p = Step(p, square, 0.00833307858556509017944336f);
        p = Step(p, square, -0.166666597127914428710938f);
        Vector512<float> sine = Vector512.MultiplyAddEstimate(square * p, r, r);
        // Roundings may carry it beyond 1. Of NaN and a number these functions return the second.
        sine = Vector512.MinNative(Vector512<float>.One, Vector512.MaxNative(Vector512.Create(-1f), sine));
        return sine | (r & Vector512.Create(-0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Sin<TReduction>(Vector512<double> x)
        where TReduction : struct, IReduction
    {
        Vector512<double> shifted = Step(x, Vector512.Create(1 / Math.PI), IntegerShift);
        Vector512<double> halfTurns = shifted - Vector512.Create(IntegerShift);
        Vector512<long> odd = Vector512.ShiftLeft(shifted.AsInt64(), 63);
        Vector512<double> r = TReduction.Reduce(x, halfTurns + halfTurns);
        // The sum loses the sign of a zero.
        return SinReduced(r, odd) | SignBit((r.AsInt64() ^ odd).AsDouble());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> SinByLane(Vector512<double> x)
    {
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
            x = x.WithElement(lane, Math.Sin(x.GetElement(lane)));
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Cos<TReduction>(Vector512<double> x)
        where TReduction : struct, IReduction
    {
        // The odd number of quarter turns that is nearest: there the cosine is a sine, with its sign turned after every half turn.
        // With an odd shift the lowest bit says whether the number of half turns is even.
        Vector512<double> shifted = Step(x, Vector512.Create(1 / Math.PI), -0.5) + Vector512.Create(OddIntegerShift);
        Vector512<double> halfTurns = shifted - Vector512.Create(OddIntegerShift);
        Vector512<long> even = Vector512.ShiftLeft(shifted.AsInt64(), 63);
        return SinReduced(TReduction.Reduce(x, Step(halfTurns, Vector512.Create(2.0), 1)), even);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> CosByLane(Vector512<double> x)
    {
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
            x = x.WithElement(lane, Math.Cos(x.GetElement(lane)));
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Tan<TReduction>(Vector512<double> x)
        where TReduction : struct, IReduction
    {
        Vector512<double> shifted = Step(x, Vector512.Create(2 / Math.PI), IntegerShift);
        Vector512<double> r = TReduction.Reduce(x, shifted - Vector512.Create(IntegerShift));
        // Cephes (S. L. Moshier), tan.c, on [-pi/4, pi/4].
        Vector512<double> square = r * r;
        Vector512<double> p = Vector512.Create(-1.30936939181383734205e4);
        p = Step(p, square, 1.15351664838587416140e6);
        p = Step(p, square, -1.79565251976484877988e7);
        Vector512<double> q = square + Vector512.Create(1.36812963470692954678e4);
        q = Step(q, square, -1.32089234440210967447e6);
        q = Step(q, square, 2.50083801823357915839e7);
        q = Step(q, square, -5.38695755929454629881e7);
        Vector512<double> tangent = Vector512.MultiplyAddEstimate(r, square * p / q, r) | SignBit(r);
        Vector512<double> odd = Vector512.LessThan(Vector512.ShiftLeft(shifted.AsInt64(), 63), Vector512<long>.Zero).AsDouble();
        return Vector512.ConditionalSelect(odd, Vector512.Create(-1.0) / tangent, tangent);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> TanByLane(Vector512<double> x)
    {
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
            x = x.WithElement(lane, Math.Tan(x.GetElement(lane)));
        return x;
    }

    private interface IReduction
    {
        /// <summary><c>x - quarterTurns * pi/2</c></summary>
        static abstract Vector512<double> Reduce(Vector512<double> x, Vector512<double> quarterTurns);
    }

    /// <summary>With products that are exact whether they are fused into the sum or not.</summary>
    private readonly struct SplitReduction : IReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Reduce(Vector512<double> x, Vector512<double> quarterTurns)
        {
            Vector512<double> r = Vector512.MultiplyAddEstimate(quarterTurns, Vector512.Create(-HalfPiHigh), x);
            r = Vector512.MultiplyAddEstimate(quarterTurns, Vector512.Create(-HalfPiMiddle), r);
            return Vector512.MultiplyAddEstimate(quarterTurns, Vector512.Create(-HalfPiLow), r);
        }
    }

    /// <summary>With products that must be fused into the sum, by hardware or without.</summary>
    private readonly struct FusedReduction : IReduction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Reduce(Vector512<double> x, Vector512<double> quarterTurns)
        {
            Vector512<double> r = Vector512.FusedMultiplyAdd(quarterTurns, Vector512.Create(-HalfPiFirst), x);
            r = Vector512.FusedMultiplyAdd(quarterTurns, Vector512.Create(-HalfPiSecond), r);
            return Vector512.FusedMultiplyAdd(quarterTurns, Vector512.Create(-HalfPiThird), r);
        }
    }

    private readonly struct LargeSin : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) =>
            Vector512.GreaterThanAny(Vector512.Abs(x), Vector512.Create(LargestFused)) ? SinByLane(x) : Sin<FusedReduction>(x);
    }

    private readonly struct SinFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Sin(x);
    }

    private readonly struct LargeCos : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) =>
            Vector512.GreaterThanAny(Vector512.Abs(x), Vector512.Create(LargestFused)) ? CosByLane(x) : Cos<FusedReduction>(x);
    }

    private readonly struct CosFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Cos(x);
    }

    private readonly struct LargeTan : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) =>
            Vector512.GreaterThanAny(Vector512.Abs(x), Vector512.Create(LargestFused)) ? TanByLane(x) : Tan<FusedReduction>(x);
    }

    private readonly struct TanFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Tan(x);
    }
}
