using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

public static partial class LaneMath
{
    // The exponential of a larger number is infinite, that of its half is not.
    private const double LargestExponent = 709;

    /// <summary>The hyperbolic sine, within 3 units.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<double> Sinh(Vector512<double> x)
    {
        Vector512<double> magnitude = Vector512.Abs(x), square = x * x;
        // Cephes (S. L. Moshier), sinh.c, on [-1, 1].
        Vector512<double> p = Vector512.Create(-7.89474443963537015605e-1);
        p = Step(p, square, -1.63725857525983828727e2);
        p = Step(p, square, -1.15614435765005216044e4);
        p = Step(p, square, -3.51754964808151394800e5);
        Vector512<double> q = square + Vector512.Create(-2.77711081420602794433e2);
        q = Step(q, square, 3.61578279834431989373e4);
        q = Step(q, square, -2.11052978884890840399e6);
        Vector512<double> small = Vector512.MultiplyAddEstimate(magnitude, square * p / q, magnitude);
        (Vector512<double> growing, Vector512<double> decaying) = HalfExponentials(magnitude);
        return Vector512.ConditionalSelect(
            Vector512.LessThanOrEqual(magnitude, Vector512<double>.One), small, growing - decaying) | SignBit(x);
    }

    /// <summary>The hyperbolic cosine, within 3 units.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<double> Cosh(Vector512<double> x)
    {
        (Vector512<double> growing, Vector512<double> decaying) = HalfExponentials(Vector512.Abs(x));
        return growing + decaying;
    }

    /// <summary>The hyperbolic tangent, within 3 units.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<double> Tanh(Vector512<double> x)
    {
        Vector512<double> magnitude = Vector512.Abs(x), square = x * x, one = Vector512<double>.One;
        // Cephes (S. L. Moshier), tanh.c.
        Vector512<double> p = Vector512.Create(-9.64399179425052238628e-1);
        p = Step(p, square, -9.92877231001918586564e1);
        p = Step(p, square, -1.61468768441708447952e3);
        Vector512<double> q = square + Vector512.Create(1.12811678491632931402e2);
        q = Step(q, square, 2.23548839060100448583e3);
        q = Step(q, square, 4.84406305325125486048e3);
        Vector512<double> small = Vector512.MultiplyAddEstimate(magnitude, square * p / q, magnitude);
        Vector512<double> large = one - Vector512.Create(2.0) / (Vector512.Exp(magnitude + magnitude) + one);
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(0.625)), small, large) | SignBit(x);
    }

    /// <summary><c>x^y</c>, as <see cref="Math.Pow"/> has it: lane by lane.</summary>
    /// <param name="x">The bases.</param>
    /// <param name="y">The exponents.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<double> Pow(Vector512<double> x, Vector512<double> y)
    {
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
            x = x.WithElement(lane, Math.Pow(x.GetElement(lane), y.GetElement(lane)));
        return x;
    }

    /// <summary>The cube root, within 2 units.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<double> Cbrt(Vector512<double> x)
    {
        Vector512<double> magnitude = Vector512.Abs(x);
        Vector512<double> root = Vector512.Exp(Vector512.Log(magnitude) / 3.0);
        // One step of Newton doubles the digits that the logarithm left.
        Vector512<double> corrected = root - (root - magnitude / (root * root)) / 3.0;
        // Zero and infinity are their own roots; the step makes NaN of them.
        Vector512<double> fixedPoint = Vector512.Equals(magnitude, Vector512<double>.Zero)
            | Vector512.Equals(magnitude, Vector512.Create(double.PositiveInfinity));
        return Vector512.ConditionalSelect(fixedPoint, magnitude, corrected) | SignBit(x);
    }

    /// <summary>The hyperbolic sine.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<float> Sinh(Vector512<float> x) => ThroughDouble<SinhFunction>(x);

    /// <summary>The hyperbolic cosine.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<float> Cosh(Vector512<float> x) => ThroughDouble<CoshFunction>(x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<float> Tanh(Vector512<float> x) => ThroughDouble<TanhFunction>(x);

    /// <summary><c>x^y</c>, as <see cref="MathF.Pow"/> has it: lane by lane.</summary>
    /// <param name="x">The bases.</param>
    /// <param name="y">The exponents.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y)
    {
        for (int lane = 0; lane < Vector512<float>.Count; lane++)
            x = x.WithElement(lane, MathF.Pow(x.GetElement(lane), y.GetElement(lane)));
        return x;
    }

    /// <summary>The cube root.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<float> Cbrt(Vector512<float> x) => ThroughDouble<CbrtFunction>(x);

    /// <summary><c>exp(x) / 2</c> and <c>exp(-x) / 2</c> of x that is not negative.</summary>
    private static (Vector512<double> Growing, Vector512<double> Decaying) HalfExponentials(Vector512<double> x)
    {
        Vector512<double> half = Vector512.Create(0.5), exponential = Vector512.Exp(x);
        Vector512<double> growing = half * exponential, decaying = half / exponential;
        Vector512<double> large = Vector512.GreaterThan(x, Vector512.Create(LargestExponent));
        if (large != Vector512<double>.Zero)
        {
            Vector512<double> root = Vector512.Exp(half * x);
            growing = Vector512.ConditionalSelect(large, half * root * root, growing);
        }

        return (growing, decaying);
    }

    private readonly struct SinhFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Sinh(x);
    }

    private readonly struct CoshFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Cosh(x);
    }

    private readonly struct TanhFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Tanh(x);
    }

    private readonly struct CbrtFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Cbrt(x);
    }
}
