using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Core.Tests;

/// <summary>The comparison of gradients with central differences, on functions whose derivatives are known.</summary>
public class GradientCheckTests
{
    private static readonly double[] point = [0.3, -1.7, 40, 1e-3];

    [Fact]
    public void A_right_gradient_deviates_by_rounding_alone() =>
        Assert.InRange(GradientCheck.Compare(new Wave(0, 0), point).Worst, 0, 1e-8);

    [Fact]
    public void The_coordinate_that_is_wrong_is_found_with_both_numbers()
    {
        GradientDeviation worst = GradientCheck.Compare(new Wave(2, 0.01), point);

        Assert.Equal(2, worst.Coordinate);
        Assert.Equal(Math.Cos(40) + 0.01, worst.Gradient);
        Assert.Equal(Math.Cos(40), worst.Difference, 1e-8);
        Assert.Equal(0.01, worst.Worst, 1e-8);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_gradient_that_is_not_finite_where_the_function_is_smooth_is_infinitely_wrong(double error) =>
        Assert.Equal(double.PositiveInfinity, GradientCheck.Compare(new Wave(1, error), point).Worst);

    [Fact]
    public void Errors_of_large_derivatives_are_relative() =>
        Assert.Equal(0.5, GradientCheck.Compare(new Wave(2, 1e6), point).Worst / 2, 1e-3);

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-6)]
    [InlineData(double.NaN)]
    public void A_step_that_is_not_positive_is_refused(double step) =>
        Assert.Contains("relativeStep: expected", Assert.Throws<ArgumentException>(
            () => GradientCheck.Compare(new Wave(0, 0), point, step)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_objective_without_a_gradient_is_refused() =>
        Assert.Throws<NotSupportedException>(() => GradientCheck.Compare(new Constant(), point));

    /// <summary>sum sin x_i; the derivative by one coordinate is off by an error.</summary>
    private readonly struct Wave(int wrongCoordinate, double error) : IObjective
    {
        public static ObjectiveDescription Description { get; } = new("wave", -5, 5, 1, int.MaxValue, "");

        public static bool HasGradient => true;

        public double KnownOptimum => double.NaN;

        public int RequiredDimension => 0;

        public int GetWorkspaceLength(int dimension) => 0;

        public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
        {
            for (int i = 0; i < fitness.Length; i++)
            {
                fitness[i] = 0;
                foreach (double value in candidates.GetRowSpan(i))
                    fitness[i] += Math.Sin(value);
            }
        }

        public int GetGradientWorkspaceLength(int dimension) => 0;

        public void EvaluateGradient(
            ReadOnlySpan2D<double> candidates, Span<double> fitness, Span2D<double> gradients, Span<double> workspace)
        {
            Evaluate(candidates, fitness, workspace);
            for (int i = 0; i < candidates.Height; i++)
            {
                for (int j = 0; j < candidates.Width; j++)
                    gradients[i, j] = Math.Cos(candidates[i, j]) + (j == wrongCoordinate ? error : 0);
            }
        }
    }

    private readonly struct Constant : IObjective
    {
        public static ObjectiveDescription Description { get; } = new("constant", -5, 5, 1, int.MaxValue, "");

        public double KnownOptimum => 0;

        public int RequiredDimension => 0;

        public int GetWorkspaceLength(int dimension) => 0;

        public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) => fitness.Clear();
    }
}
