namespace L2E.Kernels.Problems;

/// <summary>The plain functions that two of the BBOB problems share, of the transformed coordinates z.</summary>
internal static class BbobKernels
{
    /// <summary><c>sum weights_i z_i^2</c>.</summary>
    public static double Ellipsoid(ReadOnlySpan<double> z, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < z.Length; i++)
            sum += weights[i] * z[i] * z[i];
        return sum;
    }

    /// <summary><c>10 (d - sum cos 2 pi z_i) + sum z_i^2</c>.</summary>
    public static double Rastrigin(ReadOnlySpan<double> z)
    {
        double waves = 0, squares = 0;
        for (int i = 0; i < z.Length; i++)
        {
            waves += Math.Cos(2 * Math.PI * z[i]);
            squares += z[i] * z[i];
        }

        return 10 * (z.Length - waves) + squares;
    }

    /// <summary><c>sum over i &lt; d of 100 (z_i^2 - z_(i+1))^2 + (z_i - 1)^2</c>.</summary>
    public static double Rosenbrock(ReadOnlySpan<double> z)
    {
        double sum = 0;
        for (int i = 0; i + 1 < z.Length; i++)
            sum += RosenbrockTerm(z[i], z[i + 1]);
        return sum;
    }

    /// <summary><c>100 (z^2 - next)^2 + (z - 1)^2</c></summary>
    public static double RosenbrockTerm(double z, double next)
    {
        double residual = z * z - next, distance = z - 1;
        return 100 * residual * residual + distance * distance;
    }

    /// <summary>The scale of the Rosenbrock valleys, <c>max(1, sqrt(d) / 8)</c>.</summary>
    public static double RosenbrockScale(int dimension) => Math.Max(1, Math.Sqrt(dimension) / 8);
}
