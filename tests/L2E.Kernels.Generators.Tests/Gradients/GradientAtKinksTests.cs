using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Gradients;

/// <summary>What counts as the derivative where there is none, and what becomes of NaN.</summary>
public class GradientAtKinksTests
{
    [Theory]
    [InlineData("Math.Abs(a)", 0, 0, 0, 0)]
    [InlineData("Math.Max(a, b)", 2, 2, 1, 0)]
    [InlineData("Math.Min(a, b)", 2, 2, 1, 0)]
    [InlineData("Math.Max(0, a)", 0, 0, 0, 0)]
    [InlineData("Math.Clamp(a, 0, b)", 0, 1, 1, 0)]
    [InlineData("Math.Clamp(a, 0, b)", 2, 2, 1, 0)]
    [InlineData("Math.Clamp(a, 0, b)", 3, 2, 0, 1)]
    [InlineData("Math.Sqrt(a * a + b * b)", 0, 0, 0, 0)]
    [InlineData("Math.Cbrt(a) + b", 0, 0, 0, 1)]
    [InlineData("Math.Pow(a, 2) + Math.Pow(b, 0)", 0, 0, 0, 0)]
    [InlineData("Math.Pow(a, 1) + Math.Pow(b, 0.1)", 0, 0, 1, 0)]
    [InlineData("Math.Pow(a, b)", 0, 2, 0, 0)]
    [InlineData("Math.Pow(a, b)", 0, 1, 1, 0)]
    [InlineData("Math.Pow(a, 3) + Math.Pow(b, 4)", -2, -1, 12, -4)]
    [InlineData("a * Math.Floor(b)", 2, 3, 3, 0)]
    [InlineData("a * Math.Sign(b) + Math.Round(a) * Math.Truncate(b) * Math.Ceiling(b)", 2, -1.5, -1, 0)]
    [InlineData("a > 0 ? Math.Sqrt(a) : 3 * a", 0, 0, 3, 0)]
    [InlineData("a > 0 ? b / a : b", 0, 1, 0, 1)]
    [InlineData("a > 0 ? Math.Log(a) : b * b", -1, 3, 0, 6)]
    [InlineData("a != a ? 0 : a * b", 2, 5, 5, 2)]
    public void Derivative_is_that_of_the_branch_taken_and_0_where_it_is_infinite(
        string expression, double a, double b, double expectedByA, double expectedByB)
    {
        GradientObservation seen = Observe(expression, a, b);

        Assert.Equal([expectedByA, expectedByB], seen.Gradients[0]);
        Assert.Equal(seen.Values, seen.Fitness);
    }

    [Theory]
    [InlineData("a * b")]
    [InlineData("Math.Abs(a) + b")]
    [InlineData("Math.Max(a, b)")]
    [InlineData("Math.Min(b, a) * 2")]
    [InlineData("Math.Sqrt(a * a + b)")]
    [InlineData("Math.Pow(a, 1.5) + b")]
    [InlineData("Math.Pow(b, a)")]
    [InlineData("Math.Exp(a) * Math.Sin(b)")]
    [InlineData("Math.Tanh(a) + b * b")]
    public void NaN_in_a_coordinate_is_NaN_in_the_value_and_in_its_derivative(string expression)
    {
        GradientObservation seen = Observe(expression + " * a", double.NaN, 0.5);

        Assert.Equal([double.NaN], seen.Fitness);
        Assert.True(double.IsNaN(seen.Gradients[0][0]));
    }

    private static GradientObservation Observe(string expression, double a, double b) => GeneratorHost.Run($$"""
        [Objective("kink", Lower = -5, Upper = 5, Dimension = 2)]
        static partial class Kink
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double a = x[0], b = x[1];
                return {{expression}};
            }
        }
        """).Load().Create<GradientBatch, GradientObservation>(
            "kink", new ObjectiveInstance(2, 1), new GradientBatch(new[,] { { a, b } }));
}
