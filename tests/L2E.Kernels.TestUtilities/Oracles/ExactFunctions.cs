using System.Numerics;

namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>
/// Elementary functions by their series in integers that count units of 2^-256: what a double result is held against. Written for being
/// obviously right, for arguments of ordinary size.
/// </summary>
public static class ExactFunctions
{
    private const int Bits = 256;

    private static readonly BigInteger one = BigInteger.One << Bits;

    // Machin's formula.
    private static readonly BigInteger pi = 4 * (4 * ArcTangentSeries(one / 5) - ArcTangentSeries(one / 239));

    public static BigInteger Sin(double x) => SinSeries(Reduce(FromDouble(x)));

    public static BigInteger Cos(double x) => SinSeries(Reduce(FromDouble(x) + pi / 2));

    public static BigInteger Tan(double x) => Divide(Sin(x), Cos(x));

    public static BigInteger Sinh(double x) => (Exp(FromDouble(x)) - Exp(FromDouble(-x))) / 2;

    public static BigInteger Cosh(double x) => (Exp(FromDouble(x)) + Exp(FromDouble(-x))) / 2;

    public static BigInteger Tanh(double x) => Divide(Sinh(x), Cosh(x));

    public static BigInteger Exp(double x) => Exp(FromDouble(x));

    public static BigInteger Atan(double x) => ArcTangent(FromDouble(x));

    public static BigInteger Asin(double x)
    {
        BigInteger value = FromDouble(x);
        return ArcTangent(Divide(value, SquareRoot((one - value) * (one + value))));
    }

    public static BigInteger Acos(double x) => pi / 2 - Asin(x);

    public static BigInteger Cbrt(double x)
    {
        BigInteger target = FromDouble(Math.Abs(x)) << (2 * Bits), root = FromDouble(Math.Cbrt(Math.Abs(x)));
        for (int step = 0; step < 5; step++)
            root -= (root - target / (root * root)) / 3;
        return x < 0 ? -root : root;
    }

    /// <summary>The angle of the point (x, y) where x is not 0.</summary>
    public static BigInteger Atan2(double y, double x)
    {
        BigInteger angle = ArcTangent(Divide(FromDouble(y), FromDouble(x)));
        return x > 0 ? angle : y < 0 ? angle - pi : angle + pi;
    }

    /// <summary>The distance of a result from the exact value, as a number.</summary>
    public static double Distance(double actual, BigInteger exact) => ToDouble(BigInteger.Abs(FromDouble(actual) - exact));

    /// <summary>The exact value, rounded.</summary>
    public static double ToDouble(BigInteger value)
    {
        int excess = Math.Max(0, (int)BigInteger.Abs(value).GetBitLength() - 64);
        return Math.ScaleB((double)(value >> excess), excess - Bits);
    }

    private static BigInteger FromDouble(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = Math.Max((int)((bits >> 52) & 0x7FF), 1);
        long significand = (bits & ((1L << 52) - 1)) | (((bits >> 52) & 0x7FF) == 0 ? 0 : 1L << 52);
        BigInteger value = bits < 0 ? -significand : significand;
        int shift = exponent - 1075 + Bits;
        return shift >= 0 ? value << shift : value >> -shift;
    }

    private static BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> Bits;

    private static BigInteger Divide(BigInteger a, BigInteger b) => (a << Bits) / b;

    /// <summary>The square root of a product of two numbers.</summary>
    private static BigInteger SquareRoot(BigInteger product)
    {
        if (product.IsZero)
            return product;
        BigInteger root = BigInteger.One << (int)((product.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + product / root) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }

    /// <summary>The angle in [-pi, pi) that differs by whole turns.</summary>
    private static BigInteger Reduce(BigInteger x)
    {
        BigInteger remainder = BigInteger.Remainder(x + pi, 2 * pi);
        return (remainder.Sign < 0 ? remainder + 2 * pi : remainder) - pi;
    }

    private static BigInteger SinSeries(BigInteger x)
    {
        BigInteger square = Multiply(x, x), term = x, sum = x;
        for (int k = 2; !term.IsZero && term != -1; k += 2)
        {
            term = -Multiply(term, square) / (k * (k + 1));
            sum += term;
        }

        return sum;
    }

    private static BigInteger Exp(BigInteger x)
    {
        // The exponential of x 2^-12, squared twelve times.
        const int Halvings = 12;
        BigInteger reduced = x << 64 >> Halvings, unit = one << 64, term = unit, sum = unit;
        for (int k = 1; !term.IsZero && term != -1; k++)
        {
            term = ((term * reduced) >> (Bits + 64)) / k;
            sum += term;
        }

        for (int k = 0; k < Halvings; k++)
            sum = (sum * sum) >> (Bits + 64);
        return sum >> 64;
    }

    private static BigInteger ArcTangent(BigInteger x)
    {
        // Half the angle, four times.
        const int Halvings = 4;
        for (int k = 0; k < Halvings; k++)
            x = Divide(x, one + SquareRoot(one * one + x * x));
        return ArcTangentSeries(x) << Halvings;
    }

    private static BigInteger ArcTangentSeries(BigInteger x)
    {
        BigInteger square = Multiply(x, x), power = x, sum = x;
        for (int k = 3; !power.IsZero && power != -1; k += 2)
        {
            power = -Multiply(power, square);
            sum += power / k;
        }

        return sum;
    }
}
