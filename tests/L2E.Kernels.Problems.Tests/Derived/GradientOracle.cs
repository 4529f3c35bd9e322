using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Problems.Tests.Derived;

/// <summary>Gradients by extrapolated differences, with the step that the place asks for.</summary>
internal static class GradientOracle
{
    private const double Agreement = 1e-6;

    /// <summary>
    /// The gradient at a point: of the largest two of a sequence of steps on which the differences agree. Null where they agree on
    /// none: then a kink or a jump lies next to the point, or on it.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="point">Where.</param>
    /// <param name="getError">How gradients are compared.</param>
    public static double[]? Find(
        Func<double[], double> function, double[] point, Func<IReadOnlyList<double>, IReadOnlyList<double>, double> getError)
    {
        double[] coarse = ExtrapolatedDifferences.Of(function, point, 1e-2);
        for (int power = 3; power <= 12; power++)
        {
            double[] fine = ExtrapolatedDifferences.Of(function, point, Math.Pow(10, -power));
            if (getError(fine, coarse) <= Agreement)
                return fine;
            coarse = fine;
        }

        return null;
    }

    /// <summary>The largest difference of two gradients' elements, relative to the largest element.</summary>
    public static double GetErrorOfLargest(IReadOnlyList<double> actual, IReadOnlyList<double> expected)
    {
        double scale = Math.Max(expected.Max(Math.Abs), 1e-6);
        return actual.Zip(expected, (a, e) => Math.Abs(a - e) / scale).Aggregate(Math.Max);
    }
}
