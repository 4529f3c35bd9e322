namespace L2E.Kernels.Problems;

/// <summary>The transformations that the BBOB definitions share.</summary>
internal static class BbobTransforms
{
    /// <summary>T_osz: a monotone map of the line with fine waves, which breaks the symmetry and regularity of a function.</summary>
    public static double Oscillate(double value)
    {
        if (value == 0)
            return 0;
        double logarithm = Math.Log(Math.Abs(value));
        (double first, double second) = value > 0 ? (10, 7.9) : (5.5, 3.1);
        double waves = Math.Sin(first * logarithm) + Math.Sin(second * logarithm);
        return Math.CopySign(Math.Exp(logarithm + 0.049 * waves), value);
    }

    /// <summary><see cref="Oscillate(double)"/> of every coordinate, in place.</summary>
    public static void Oscillate(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = Oscillate(values[i]);
    }

    /// <summary>T_asy: raises positive coordinates to powers that grow with their index, in place.</summary>
    public static void MakeAsymmetric(double strength, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] > 0)
                values[i] = Math.Pow(values[i], 1 + strength * i / (values.Length - 1) * Math.Sqrt(values[i]));
        }
    }

    /// <summary>The sum of the squared distances by which coordinates leave <c>[-bound, bound]</c>.</summary>
    public static double Excess(ReadOnlySpan<double> values, double bound)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double excess = Math.Max(0, Math.Abs(values[i]) - bound);
            sum += excess * excess;
        }

        return sum;
    }
}
