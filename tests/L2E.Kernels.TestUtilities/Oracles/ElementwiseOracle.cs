namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>Elementary functions in double, and the distance of a float from them.</summary>
public static class ElementwiseOracle
{
    public static Func<double, double> Find(string name) => name switch
    {
        "exp" => Math.Exp,
        "log" => Math.Log,
        "softplus" => Softplus,
        "sigmoid" => Sigmoid,
        "silu" => x => double.IsNegativeInfinity(x) ? -0.0 : x * Sigmoid(x),
        "tanh" => Math.Tanh,
        "sin" => Math.Sin,
        "cos" => Math.Cos,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Distance in spacings of float at the exact value; infinite when only one of the two is NaN or has overflowed.</summary>
    public static double UnitsInTheLastPlace(float actual, double exact)
    {
        float rounded = (float)exact;
        if (float.IsNaN(actual) || !float.IsFinite(rounded))
            return float.IsNaN(actual) == float.IsNaN(rounded) && (float.IsNaN(actual) || actual == rounded) ? 0 : double.PositiveInfinity;
        float magnitude = Math.Min(Math.Abs(rounded), MathF.BitDecrement(float.MaxValue));
        return Math.Abs(actual - exact) / ((double)MathF.BitIncrement(magnitude) - magnitude);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // ln(1 + t) with the part of t that 1 + t loses put back (W. Kahan).
    private static double Softplus(double x)
    {
        double t = Math.Exp(-Math.Abs(x)), sum = 1 + t;
        return Math.Max(x, 0) + (sum == 1 ? t : Math.Log(sum) * (t / (sum - 1)));
    }
}
