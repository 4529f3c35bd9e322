namespace L2E.Kernels.Problems;

/// <summary>The transformations that the BBOB definitions share, in code that the generator derives vector code and gradients from.</summary>
internal static class BbobTransforms
{
    /// <summary>T_osz: a monotone map of the line with fine waves, which breaks the symmetry and regularity of a function.</summary>
    public static double Oscillate(double value)
    {
        if (value == 0)
            return 0;
        double logarithm = Math.Log(Math.Abs(value));
        double first = value > 0 ? 10 : 5.5, second = value > 0 ? 7.9 : 3.1;
        double size = Math.Exp(logarithm + 0.049 * (Math.Sin(first * logarithm) + Math.Sin(second * logarithm)));
        return value < 0 ? -size : size;
    }

    /// <summary><see cref="Oscillate(double)"/> of every coordinate, in place.</summary>
    public static void Oscillate(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = Oscillate(values[i]);
    }

    /// <summary>T_asy of one coordinate: raises positive ones to powers that grow with their index, 0 to count - 1.</summary>
    public static double MakeAsymmetric(double strength, int index, int count, double value) =>
        value > 0 ? Math.Pow(value, 1 + strength * index / (count - 1) * Math.Sqrt(value)) : value;

    /// <summary>T_asy of every coordinate, in place.</summary>
    public static void MakeAsymmetric(double strength, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = MakeAsymmetric(strength, i, values.Length, values[i]);
    }

    /// <summary><c>destination = left - right</c></summary>
    public static void Subtract(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = left[i] - right[i];
    }

    /// <summary>The sum of the squared distances by which coordinates leave <c>[-bound, bound]</c>.</summary>
    public static double Excess(ReadOnlySpan<double> values, double bound)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
            sum += Excess(values[i], bound);
        return sum;
    }

    /// <summary>The square of the distance by which a coordinate leaves <c>[-bound, bound]</c>.</summary>
    public static double Excess(double value, double bound)
    {
        double excess = Math.Max(0, Math.Abs(value) - bound);
        return excess * excess;
    }
}
