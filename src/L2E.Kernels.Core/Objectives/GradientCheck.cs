using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>
/// Compares the gradient of an objective with central differences of its value: a check for a test or a first run, above all of a
/// gradient written by hand.
/// </summary>
public static class GradientCheck
{
    /// <summary>
    /// The relative step for values computed in double, about the cube root of their rounding: there rounding and curvature cost the
    /// same. Values computed in float take about 5e-3.
    /// </summary>
    public const double DoubleStep = 6e-6;

    /// <summary>
    /// Compares g, the gradient at a point, with <c>d_j = (f(x + h e_j) - f(x - h e_j)) / 2h</c>, <c>h = relativeStep max(1, |x_j|)</c>.
    /// </summary>
    /// <remarks>
    /// A right gradient of a smooth function computed in double is off by 1e-8 or so, relative to the size of f; at a kink the two differ
    /// whoever is right. Evaluates the objective 2 [dimension] + 1 times and allocates.
    /// </remarks>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">The objective.</param>
    /// <param name="x">The point, <c>[dimension]</c>; h away from it the objective must be defined.</param>
    /// <param name="relativeStep">The step, greater than 0.</param>
    /// <returns>The worst coordinate.</returns>
    /// <exception cref="ArgumentException">The step is not positive, or the objective does not admit the dimension.</exception>
    /// <exception cref="NotSupportedException">The objective has no gradient.</exception>
    public static GradientDeviation Compare<TObjective>(
        in TObjective objective, ReadOnlySpan<double> x, double relativeStep = DoubleStep)
        where TObjective : struct, IObjective
    {
        Guard.InRange(relativeStep, double.Epsilon, 1);
        Guard.AtLeast(x.Length, 1);
        double[] gradient = new double[x.Length];
        double[] value = new double[1];
        objective.EvaluateGradient(
            ReadOnlySpan2D<double>.DangerousCreate(in x[0], 1, x.Length, 0), value, new Span2D<double>(gradient, 1, x.Length),
            new double[objective.GetGradientWorkspaceLength(x.Length)]);

        // Two rows, which differ from x in one coordinate at a time.
        double[] points = [.. x, .. x];
        double[] values = new double[2];
        double[] workspace = new double[objective.GetWorkspaceLength(x.Length)];
        GradientDeviation worst = new(-1, 0, 0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            double step = relativeStep * Math.Max(1, Math.Abs(x[i]));
            ref double before = ref points[i];
            ref double after = ref points[x.Length + i];
            (before, after) = (x[i] - step, x[i] + step);
            objective.Evaluate(new ReadOnlySpan2D<double>(points, 2, x.Length), values, workspace);
            // What the points really are apart: neither of them need be representable.
            double difference = (values[1] - values[0]) / (after - before);
            (before, after) = (x[i], x[i]);

            double deviation = GetDeviation(gradient[i], difference);
            if (deviation > worst.Worst)
                worst = new GradientDeviation(deviation, i, gradient[i], difference);
        }

        return worst;
    }

    private static double GetDeviation(double gradient, double difference)
    {
        if (gradient.Equals(difference))
            return 0;
        double deviation = Math.Abs(gradient - difference) / Math.Max(1, Math.Max(Math.Abs(gradient), Math.Abs(difference)));
        return double.IsNaN(deviation) ? double.PositiveInfinity : deviation;
    }
}
