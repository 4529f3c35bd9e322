using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Checking;

/// <summary>Holds float results against double references before they are timed.</summary>
internal static class OracleCheck
{
    // Of the length of a gradient: far above its rounding errors, far below what a missing term makes.
    private const double GradientTolerance = 1e-4;

    /// <summary>
    /// Each element within 4 sqrt(<paramref name="terms"/>) roundings of the largest value of its tensor (or of 1): the tolerance
    /// of the operators' tests.
    /// </summary>
    /// <exception cref="WrongResultException">One is not.</exception>
    public static void Close(
        string name, ReadOnlySpan<float> actual, ReadOnlySpan<double> expected, int terms, double storageRounding = 0)
    {
        if (actual.Length != expected.Length)
            throw new WrongResultException($"{name}: expected {expected.Length} elements, got {actual.Length}");
        double scale = 1;
        foreach (double value in expected)
            scale = Math.Max(scale, Math.Abs(value));
        double tolerance = (4 * Math.Sqrt(Math.Max(1, terms)) * Math.Pow(2, -24) + storageRounding) * scale;
        for (int i = 0; i < actual.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= tolerance))
                throw new WrongResultException($"{name}[{i}]: expected {expected[i]}, got {actual[i]}, tolerance {tolerance:G3}");
        }
    }

    /// <summary>
    /// Gradients of <c>sum(outputs cotangents)</c>, each by one central difference of the oracle: along the gradient itself plus a
    /// random direction of the same length. All central differences of a large tensor would take days.
    /// </summary>
    /// <exception cref="WrongResultException">A gradient is not that of the oracle, or is zero.</exception>
    public static void Gradients(
        Func<double[][], double[][]> oracle, float[][] inputs, float[][] cotangents, params (string Name, float[] Gradient)[] gradients)
    {
        double[][] point = [.. inputs.Select(RandomTensors.Widen)];
        RandomTensors random = new(12345);
        for (int k = 0; k < gradients.Length; k++)
        {
            (string name, float[] gradient) = gradients[k];
            double[] direction = RandomTensors.Widen(random.Normal(gradient.Length));
            double length = Length(RandomTensors.Widen(gradient)), randomLength = Length(direction);
            double expectedSlope = 0;
            for (int i = 0; i < direction.Length; i++)
            {
                direction[i] = gradient[i] / length + direction[i] / randomLength;
                expectedSlope += direction[i] * gradient[i];
            }

            // Short, so that it crosses few of the kinks that absolute values and projections make.
            const double Step = 1e-6;
            double[] centre = point[k];
            double slope = (Sum(Step) - Sum(-Step)) / (2 * Step);
            point[k] = centre;
            if (!(Math.Abs(slope - expectedSlope) <= GradientTolerance * length))
                throw new WrongResultException($"{name}: expected a slope of {slope:G9}, got {expectedSlope:G9}");

            double Sum(double step)
            {
                point[k] = [.. centre.Zip(direction, (x, d) => x + step * d)];
                double[][] outputs = oracle(point);
                return cotangents.Select((cotangent, n) => cotangent.Select((weight, i) => weight * outputs[n][i]).Sum()).Sum();
            }
        }
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(x => x * x));
}
