using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

public static partial class LaneMath
{
    // What the doubles nearest to pi/2 and pi leave of them.
    private const double HalfPiRest = 6.123233995736765886130e-17, PiRest = 2 * HalfPiRest;

    /// <summary>The arc tangent, within 2 units.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<double> Atan(Vector512<double> x)
    {
        // Cephes (S. L. Moshier), atan.c: x, (x - 1) / (x + 1) or -1 / x, whichever is below 0.66 in magnitude.
        Vector512<double> magnitude = Vector512.Abs(x), one = Vector512<double>.One;
        Vector512<double> large = Vector512.GreaterThan(magnitude, Vector512.Create(2.41421356237309504880));
        Vector512<double> middle = Vector512.AndNot(Vector512.GreaterThan(magnitude, Vector512.Create(0.66)), large);
        Vector512<double> numerator = Vector512.ConditionalSelect(
            large, -one, Vector512.ConditionalSelect(middle, magnitude - one, magnitude));
        Vector512<double> denominator = Vector512.ConditionalSelect(
            large, magnitude, Vector512.ConditionalSelect(middle, magnitude + one, one));
        Vector512<double> r = numerator / denominator, square = r * r;
        Vector512<double> p = Vector512.Create(-8.750608600031904122785e-1);
        p = Step(p, square, -1.615753718733365076637e1);
        p = Step(p, square, -7.500855792314704667340e1);
        p = Step(p, square, -1.228866684490136173410e2);
        p = Step(p, square, -6.485021904942025371773e1);
        Vector512<double> q = square + Vector512.Create(2.485846490142306297962e1);
        q = Step(q, square, 1.650270098316988542046e2);
        q = Step(q, square, 4.328810604912902668951e2);
        q = Step(q, square, 4.853903996359136964868e2);
        q = Step(q, square, 1.945506571482613964425e2);
        Vector512<double> angle = Vector512.MultiplyAddEstimate(r, square * p / q, r);
        Vector512<double> rest = (large & Vector512.Create(HalfPiRest)) | (middle & Vector512.Create(0.5 * HalfPiRest));
        Vector512<double> turn = (large & Vector512.Create(0.5 * Math.PI)) | (middle & Vector512.Create(0.25 * Math.PI));
        return (turn + (angle + rest)) | SignBit(x);
    }

    /// <summary>The angle of the point (x, y), within 3 units, in [-pi, pi].</summary>
    /// <param name="y">Its ordinates.</param>
    /// <param name="x">Its abscissas.</param>
    public static Vector512<double> Atan2(Vector512<double> y, Vector512<double> x)
    {
        Vector512<double> height = Vector512.Abs(y), width = Vector512.Abs(x);
        Vector512<double> smaller = Vector512.Min(height, width), larger = Vector512.Max(height, width);
        Vector512<double> tangent = smaller / larger;
        // 0 / 0 and infinity / infinity: the axis and the diagonal.
        tangent = Vector512.ConditionalSelect(Vector512.Equals(larger, Vector512<double>.Zero), Vector512<double>.Zero, tangent);
        tangent = Vector512.ConditionalSelect(
            Vector512.Equals(smaller, Vector512.Create(double.PositiveInfinity)), Vector512<double>.One, tangent);
        Vector512<double> angle = Atan(tangent);
        Vector512<double> steep = Vector512.GreaterThan(height, width);
        angle = Vector512.ConditionalSelect(
            steep, Vector512.Create(0.5 * Math.PI) - (angle - Vector512.Create(HalfPiRest)), angle);
        Vector512<double> left = Vector512.LessThan(x.AsInt64(), Vector512<long>.Zero).AsDouble();
        angle = Vector512.ConditionalSelect(left, Vector512.Create(Math.PI) - (angle - Vector512.Create(PiRest)), angle);
        return angle | SignBit(y);
    }

    /// <summary>The arc sine, within 3 units; NaN outside [-1, 1].</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<double> Asin(Vector512<double> x) =>
        Atan2(x, Vector512.Sqrt((Vector512<double>.One - x) * (Vector512<double>.One + x)));

    /// <summary>The arc cosine, within 3 units; NaN outside [-1, 1].</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<double> Acos(Vector512<double> x) =>
        Atan2(Vector512.Sqrt((Vector512<double>.One - x) * (Vector512<double>.One + x)), x);

    /// <summary>The arc tangent.</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<float> Atan(Vector512<float> x) => ThroughDouble<AtanFunction>(x);

    /// <summary>The angle of the point (x, y), in [-pi, pi].</summary>
    /// <param name="y">Its ordinates.</param>
    /// <param name="x">Its abscissas.</param>
    public static Vector512<float> Atan2(Vector512<float> y, Vector512<float> x) =>
        Vector512.Narrow(
            Atan2(Vector512.WidenLower(y), Vector512.WidenLower(x)), Atan2(Vector512.WidenUpper(y), Vector512.WidenUpper(x)));

    /// <summary>The arc sine; NaN outside [-1, 1].</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<float> Asin(Vector512<float> x) => ThroughDouble<AsinFunction>(x);

    /// <summary>The arc cosine; NaN outside [-1, 1].</summary>
    /// <param name="x">The arguments.</param>
    public static Vector512<float> Acos(Vector512<float> x) => ThroughDouble<AcosFunction>(x);

    private readonly struct AtanFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Atan(x);
    }

    private readonly struct AsinFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Asin(x);
    }

    private readonly struct AcosFunction : ILaneFunction
    {
        public static Vector512<double> Invoke(Vector512<double> x) => Acos(x);
    }
}
