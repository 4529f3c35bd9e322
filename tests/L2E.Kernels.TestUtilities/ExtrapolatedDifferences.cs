namespace L2E.Kernels.TestUtilities;

/// <summary>
/// Gradients by central differences in double, extrapolated to a step of 0 from a sequence of steps (Ridders: <i>Accurate computation of
/// F'(x) and F'(x) F''(x)</i>, Advances in Engineering Software 4, 1982).
/// </summary>
public static class ExtrapolatedDifferences
{
    private const int StepCount = 9;

    /// <summary>The gradient of a function that is smooth within <paramref name="radius"/> of the point in each coordinate.</summary>
    /// <param name="function">The function; it may not keep the array that it is given.</param>
    /// <param name="point">Where.</param>
    /// <param name="radius">The largest step.</param>
    public static double[] Of(Func<double[], double> function, double[] point, double radius = 0.01)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(point);
        double[] moved = [.. point];
        return [.. point.Select((centre, i) =>
        {
            double derivative = Extrapolate(
                step =>
                {
                    moved[i] = centre + step;
                    double above = function(moved);
                    moved[i] = centre - step;
                    double below = function(moved);
                    return (above - below) / (centre + step - (centre - step));
                },
                radius);
            moved[i] = centre;
            return derivative;
        })];
    }

    /// <summary>The largest difference of a gradient's elements, relative to the element or to a thousandth of the largest one.</summary>
    public static double RelativeError(IReadOnlyList<double> actual, IReadOnlyList<double> expected)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        double floor = Math.Max(1e-3 * expected.Max(Math.Abs), 1e-6);
        // Not Enumerable.Max, which passes over NaN where a test would pass for it.
        return actual.Zip(expected, (a, e) => Math.Abs(a - e) / Math.Max(Math.Abs(e), floor)).Aggregate(Math.Max);
    }

    /// <summary>Neville's scheme over steps that halve; the entry that changed least from its neighbours is the best.</summary>
    private static double Extrapolate(Func<double, double> difference, double radius)
    {
        double[,] table = new double[StepCount, StepCount];
        double best = double.NaN, least = double.PositiveInfinity;
        for (int i = 0; i < StepCount; i++)
        {
            table[i, 0] = difference(radius / Math.Pow(2, i));
            double factor = 1;
            for (int j = 1; j <= i; j++)
            {
                factor *= 4;
                table[i, j] = (factor * table[i, j - 1] - table[i - 1, j - 1]) / (factor - 1);
                double change = Math.Max(Math.Abs(table[i, j] - table[i, j - 1]), Math.Abs(table[i, j] - table[i - 1, j - 1]));
                if (change <= least)
                    (best, least) = (table[i, j], change);
            }
        }

        return best;
    }
}
