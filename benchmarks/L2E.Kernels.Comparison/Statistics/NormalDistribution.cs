namespace L2E.Kernels.Comparison.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    // Beyond this the sum would lose digits to cancellation, and the continued fraction converges fast.
    private const double Far = 3;
    private const int FractionDepth = 60;

    /// <summary>P(Z below <paramref name="z"/>), to about 1e-14 of itself or of 1.</summary>
    /// <param name="z">Any number; NaN gives NaN.</param>
    public static double Lower(double z)
    {
        if (z > 0)
            return 1 - Lower(-z);
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < -Far)
        {
            // Laplace's continued fraction of the tail (Abramowitz and Stegun 26.2.14).
            double fraction = -z;
            for (int i = FractionDepth; i > 0; i--)
                fraction = -z + i / fraction;
            return density / fraction;
        }

        // The series of Abramowitz and Stegun 26.2.11.
        double term = z, sum = z;
        for (int i = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); i += 2)
        {
            term *= z * z / i;
            sum += term;
        }

        return 0.5 + density * sum;
    }
}
