using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Problems.Tests.Derived;

/// <summary>Gradients by extrapolated differences, with the step that the place asks for.</summary>
internal static class GradientOracle
{
    private const double Agreement = 1.5e-6, CloseAgreement = 1e-8;

    /// <summary>
    /// The gradient at a point, from those two neighbours in a sequence of steps on which the differences agree best. Null where they
    /// agree on none: then a kink or a jump lies next to the point, or on it.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="point">Where.</param>
    /// <param name="largestPower">The first step is 10 to minus this. Each step stands for a range of 256, see the extrapolation.</param>
    /// <param name="smallestPower">The last step. Below a certain step rounding makes differences 0, which agree.</param>
    /// <param name="getError">How gradients are compared.</param>
    public static double[]? Find(
        Func<double[], double> function, double[] point, int largestPower, int smallestPower,
        Func<IReadOnlyList<double>, IReadOnlyList<double>, double> getError)
    {
        double[] coarse = ExtrapolatedDifferences.Of(function, point, Math.Pow(10, -largestPower));
        double[]? best = null;
        double least = Agreement;
        for (int power = largestPower + 1; power <= smallestPower && least > CloseAgreement; power++)
        {
            double[] fine = ExtrapolatedDifferences.Of(function, point, Math.Pow(10, -power));
            double error = getError(coarse, fine);
            if (error < least)
                (best, least) = (coarse, error);
            coarse = fine;
        }

        return best;
    }

    /// <summary>The largest difference of two gradients' elements, relative to the largest element, or to the floor if that is larger.</summary>
    public static double GetErrorOfLargest(IReadOnlyList<double> actual, IReadOnlyList<double> expected, double floor)
    {
        double scale = Math.Max(expected.Max(Math.Abs), floor);
        return actual.Zip(expected, (a, e) => Math.Abs(a - e) / scale).Aggregate(Math.Max);
    }
}
