namespace L2E.Kernels.Operators.Tests;

/// <summary>The one place that says how far a float32 result may be from its double reference.</summary>
internal static class Closeness
{
    /// <summary>
    /// A tensor against a reference vector: element by element what the vectors promise, |error| &lt;= 1e-4 + 1e-4 |reference|, and
    /// for the whole tensor what <see cref="AssertClose"/> asks.
    /// </summary>
    public static void AssertGolden(string name, ReadOnlySpan<float> actual, double[] expected, int reductionLength)
    {
        AssertClose(name, actual, expected, reductionLength);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]);
            Assert.True(error <= 1e-4 + 1e-4 * Math.Abs(expected[i]), $"{name}[{i}]: expected {expected[i]}, got {actual[i]}");
        }
    }

    /// <summary>
    /// A tensor against its reference. The inputs of the tests are of size 1, so the terms of a sum are too, and its error is
    /// measured against 1 or the largest value of its tensor: signs cancel within single elements.
    /// </summary>
    /// <param name="name">Tensor, for the message.</param>
    /// <param name="actual">The float result.</param>
    /// <param name="expected">The double reference.</param>
    /// <param name="reductionLength">Number of terms that one element sums, over all nested sums.</param>
    public static void AssertClose(string name, ReadOnlySpan<float> actual, ReadOnlySpan<double> expected, int reductionLength)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 1;
        foreach (double value in expected)
            scale = Math.Max(scale, Math.Abs(value));
        double tolerance = RelativeTolerance(reductionLength) * scale;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]);
            Assert.True(
                error <= tolerance,
                $"{name}[{i}]: expected {expected[i]:R}, got {actual[i]:R}, error {error:G3}, tolerance {tolerance:G3}");
        }
    }

    /// <summary>
    /// Tolerance by reduction length, in units of 2^-24: 4 for what is computed per element (an exponential of 1 ulp whose argument is
    /// rounded, a few products), growing as the square root of the number of terms, as rounding errors of random sign do.
    /// </summary>
    private static double RelativeTolerance(int reductionLength) => 4 * Math.Sqrt(Math.Max(1, reductionLength)) * Math.Pow(2, -24);
}
