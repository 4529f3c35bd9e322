using L2E.Kernels.Problems.Tests.Synthetic;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Problems.Tests.Derived;

/// <summary>Changes of one coordinate, evaluated in time that does not depend on the dimension.</summary>
public class IncrementalTests
{
    private static readonly string[] separable =
    [
        "bbob-f01", "bbob-f02", "bbob-f03", "bbob-f04", "bbob-f05", "bbob-f08", "bbob-f20", .. Textbook.Names,
    ];

    public static TheoryData<string> Names => [.. separable];

    [Fact]
    public void Every_sum_over_neighbouring_coordinates_has_incremental_evaluation()
    {
        IEnumerable<string> names = ObjectiveCatalogue.Objectives.Select(objective => objective.Name)
            .Where(name => Problem.Make(name, Problem.Nearest(name, 3)).HasIncrementalEvaluation);
        string[] constrained = ["g01"];
        Assert.Equal(separable.Concat(constrained).Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Thousands_of_changes_have_the_value_of_full_evaluation(string name)
    {
        foreach ((int dimension, int count) in (ReadOnlySpan<(int, int)>)[(2, 2000), (7, 4000), (1000, 200)])
        {
            Problem problem = Problem.Make(name, dimension, instance: 2);
            double[] x = Points.Uniform(dimension, -5, 5, seed: dimension), state = new double[problem.IncrementalStateLength];
            Array.Fill(state, double.NaN);
            AssertSame(problem.Evaluate(x), problem.BeginIncremental(x, state));
            Random random = new(dimension);
            for (int i = 0; i < count; i++)
            {
                int coordinate = random.Next(dimension);
                double value = 11 * random.NextDouble() - 5.5;
                double[] changed = [.. x];
                changed[coordinate] = value;
                double expected = problem.Evaluate(changed);
                AssertSame(expected, problem.EvaluateChange(x, state, coordinate, value));
                if (i % 3 != 0)
                    continue;
                AssertSame(expected, problem.ApplyChange(x, state, coordinate, value));
                Assert.Equal(changed, x);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_coordinate_that_is_not_a_number_makes_the_value_nan_and_can_be_taken_back(string name)
    {
        Problem problem = Problem.Make(name, 6);
        double[] x = Points.Uniform(6, -5, 5, seed: 1), state = new double[problem.IncrementalStateLength];
        double before = problem.BeginIncremental(x, state), old = x[3];
        Assert.True(double.IsNaN(problem.EvaluateChange(x, state, 3, double.NaN)));
        Assert.True(double.IsNaN(problem.ApplyChange(x, state, 3, double.NaN)));
        AssertSame(before, problem.EvaluateChange(x, state, 3, old));
        AssertSame(before, problem.ApplyChange(x, state, 3, old));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changes_allocate_nothing(string name)
    {
        Problem problem = Problem.Make(name, 40);
        double[] x = Points.Uniform(40, -5, 5, seed: 1), state = new double[problem.IncrementalStateLength];
        Assert.Equal(0, Allocations.OnThisThread(() =>
        {
            problem.BeginIncremental(x, state);
            problem.EvaluateChange(x, state, 7, 1);
            problem.ApplyChange(x, state, 39, 2);
        }));
    }

    [Fact]
    public void A_rotated_problem_has_none()
    {
        foreach (string name in Textbook.Names)
        {
            Problem problem = Problem.Make(name, 5, rotated: true);
            Assert.False(problem.HasIncrementalEvaluation);
            Assert.Throws<NotSupportedException>(() => problem.IncrementalStateLength);
            Assert.Throws<NotSupportedException>(() => problem.BeginIncremental(new double[5], new double[50]));
            Assert.Throws<NotSupportedException>(() => problem.EvaluateChange(new double[5], new double[50], 0, 1));
            Assert.Throws<NotSupportedException>(() => problem.ApplyChange(new double[5], new double[50], 0, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Arguments_that_do_not_fit_are_refused(string name)
    {
        Problem problem = Problem.Make(name, 5);
        double[] x = new double[5], state = new double[problem.IncrementalStateLength];
        Assert.Throws<ArgumentException>(() => problem.BeginIncremental(new double[4], state));
        Assert.Throws<ArgumentException>(() => problem.BeginIncremental(x, state.AsSpan(1)));
        problem.BeginIncremental(x, state);
        Assert.Throws<ArgumentException>(() => problem.EvaluateChange(x, state, 5, 1));
        Assert.Throws<ArgumentException>(() => problem.EvaluateChange(x, state, -1, 1));
        Assert.Throws<ArgumentException>(() => problem.ApplyChange(new double[6], state, 0, 1));
        Assert.Equal(new double[5], x);
    }

    // The sums round otherwise in another order. Griewank's are 1,000 times its value, and 3^20 radians have 1e-7 of a turn.
    private static void AssertSame(double expected, double actual) =>
        Assert.Equal(expected, actual, 2e-11 * Math.Max(1, Math.Abs(expected)));
}
