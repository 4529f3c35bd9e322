using CommunityToolkit.HighPerformance;
using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests;

/// <summary>Objectives whose gradient is written by hand.</summary>
public class OwnGradientTests
{
    private static readonly double[,] candidates = { { 0.1, -2.5, 3.25 }, { 1e-3, 0.7, -0.3 } };

    [Theory]
    [InlineData("static partial class", "static", "static", "double", "double", 1e-8)]
    [InlineData("static partial class", "static", "static", "float", "float", 1e-3)]
    [InlineData("static partial class", "static", "static", "double", "float", 1e-6)]
    [InlineData("partial struct", "", "", "double", "double", 1e-8)]
    [InlineData("readonly partial record struct", "", "static", "float", "double", 1e-3)]
    public void Value_and_gradient_come_from_the_two_methods(
        string kind, string modifier, string gradientModifier, string element, string gradientElement, double tolerance)
    {
        GeneratedAssembly assembly = GeneratorHost.Run($$"""
            [Objective("cubes", Lower = -5, Upper = 5, Gradient = nameof(Slope))]
            public {{kind}} Cubes
            {
                public {{modifier}} {{element}} Evaluate(ReadOnlySpan<{{element}}> x)
                {
                    {{element}} sum = 0;
                    foreach ({{element}} value in x)
                        sum += value * value * value;
                    return sum;
                }

                private {{gradientModifier}} void Slope(ReadOnlySpan<{{gradientElement}}> x, Span<{{gradientElement}}> gradient)
                {
                    for (int i = 0; i < x.Length; i++)
                        gradient[i] = 3 * x[i] * x[i];
                }
            }
            """).Load();

        (double[] fitness, double[,] gradients, GradientDeviation worst) =
            assembly.Create<GradientObserver, (double[], double[,], GradientDeviation)>(
                "cubes", new ObjectiveInstance(3), new GradientObserver(candidates, element == "float" ? 5e-3 : GradientCheck.DoubleStep));

        double rounding = element == "float" || gradientElement == "float" ? 1e-5 : 1e-14;
        for (int i = 0; i < candidates.GetLength(0); i++)
        {
            double[] row = [candidates[i, 0], candidates[i, 1], candidates[i, 2]];
            Assert.Equal(row.Sum(value => value * value * value), fitness[i], rounding);
            Assert.Equal(row.Select(value => 3 * value * value), Enumerable.Range(0, 3).Select(j => gradients[i, j]), (a, b) => Math.Abs(a - b) <= rounding);
        }

        Assert.InRange(worst.Worst, 0, tolerance);
    }

    [Fact]
    public void It_takes_the_place_of_the_derived_one_and_the_check_finds_it_wrong()
    {
        GradientDeviation worst = GeneratorHost.Run("""
            [Objective("plane", Lower = -5, Upper = 5, Gradient = "Wrong")]
            static partial class Plane
            {
                public static double Evaluate(ReadOnlySpan<double> x) => x[0] + x[1] + x[2];
                static void Wrong(ReadOnlySpan<double> x, Span<double> gradient) { gradient.Fill(1); gradient[1] = 2; }
                static double Wrong(ReadOnlySpan<double> x) => 0;
            }
            """).Load().Create<GradientObserver, (double[], double[,], GradientDeviation Worst)>(
                "plane", new ObjectiveInstance(3), new GradientObserver(candidates, GradientCheck.DoubleStep)).Worst;

        Assert.Equal((1, 2), (worst.Coordinate, worst.Gradient));
        Assert.Equal(0.5, worst.Worst, 1e-8);
    }

    [Fact]
    public void A_batch_evaluation_may_have_one()
    {
        GradientDeviation worst = GeneratorHost.Run("""
            [Objective("sum", Lower = -5, Upper = 5, Gradient = nameof(Ones))]
            partial struct Sum
            {
                public int GetWorkspaceLength(int dimension) => dimension;
                public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
                {
                    for (int i = 0; i < fitness.Length; i++)
                    {
                        candidates.GetRowSpan(i).CopyTo(workspace);
                        fitness[i] = workspace[0] + workspace[1] + workspace[2];
                    }
                }
                static void Ones(ReadOnlySpan<float> x, Span<float> gradient) => gradient.Fill(1);
            }
            """).Load().Create<GradientObserver, (double[], double[,], GradientDeviation Worst)>(
                "sum", new ObjectiveInstance(3), new GradientObserver(candidates, GradientCheck.DoubleStep)).Worst;

        Assert.InRange(worst.Worst, 0, 1e-8);
    }

    [Fact]
    public Task A_struct_that_implements_the_gradient_itself_names_no_other() =>
        MarkedSource.AssertReportsAsync(
            "L2E0035", "'F' names 'Slope' as its gradient, but it declares the members for the gradient itself; leave out either",
            """
            [Objective("f", Lower = -5, Upper = 5, [|Gradient = "Slope"|])]
            partial struct F
            {
                public double Evaluate(ReadOnlySpan<double> x) => 0;
                public static bool HasGradient => true;
                static void Slope(ReadOnlySpan<double> x, Span<double> gradient) { }
            }
            """);

    [Theory]
    [InlineData(
        "there is no such method", "Lower = -5, [|Gradient = \"Slope\"|], Upper = 5", "")]
    [InlineData(
        "that is 'F.Slope(ReadOnlySpan<double>)', which returns 'void'", "Lower = -5, Upper = 5, Gradient = nameof(Slope)",
        "static void [|Slope|](ReadOnlySpan<double> x) { }")]
    [InlineData(
        "that is 'F.Slope(ReadOnlySpan<double>, Span<double>)', which returns 'double'", "Lower = -5, Upper = 5, Gradient = nameof(Slope)",
        "static double [|Slope|](ReadOnlySpan<double> x, Span<double> gradient) => 0;")]
    [InlineData(
        "that is 'F.Slope(ReadOnlySpan<double>, Span<float>)', which returns 'void'", "Lower = -5, Upper = 5, Gradient = nameof(Slope)",
        "static void [|Slope|](ReadOnlySpan<double> x, Span<float> gradient) { }")]
    [InlineData(
        "there are 2 such methods, none of which fits", "Lower = -5, Upper = 5, [|Gradient = nameof(Slope)|]",
        "static void Slope(double[] x, double[] gradient) { } static void Slope(float[] x, float[] gradient) { }")]
    public Task A_method_that_is_not_there_or_does_not_fit_is_reported(string found, string arguments, string member) =>
        MarkedSource.AssertReportsAsync(
            "L2E0035",
            $"'F' names 'Slope' as its gradient, but {found}; write 'static void Slope(ReadOnlySpan<double> x, Span<double> gradient)'",
            $"[Objective(\"f\", {arguments})] static partial class F {{ public static double Evaluate(ReadOnlySpan<double> x) => 0; {member} }}");
}
