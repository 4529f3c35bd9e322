using L2E.Kernels.Generators.Tests.Harness;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Generators.Tests.Lanes;

/// <summary>Incremental evaluation against the method that it was derived from.</summary>
public class IncrementalTests
{
    public static TheoryData<string> Names => ["rastrigin", "rosenbrock", "ackley", "levy", "griewank", "weierstrass"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Changes_have_the_value_of_the_method_at_the_changed_point(string name)
    {
        foreach (int dimension in new[] { 2, 3, 10, 57 })
            LaneSamples.Assembly.Create<RandomChanges, int>(name, new ObjectiveInstance(dimension), new RandomChanges(dimension, name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void After_ten_thousand_changes_the_state_is_that_of_a_fresh_start(string name) =>
        LaneSamples.Assembly.Create<ManyChanges, int>(name, new ObjectiveInstance(29), new ManyChanges(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_that_are_not_finite_come_and_go(string name) =>
        LaneSamples.Assembly.Create<StrangeChanges, int>(name, new ObjectiveInstance(11), new StrangeChanges(name));

    [Theory]
    [InlineData("mixed")]
    [InlineData("extremes")]
    [InlineData("rotated")]
    [InlineData("recurrence")]
    [InlineData("float-recurrence")]
    public void What_is_not_made_of_sums_over_few_coordinates_has_none(string name) =>
        Assert.False(LaneSamples.Assembly.Create<Ask, bool>(name, new ObjectiveInstance(3), default));

    [Fact]
    public void Arguments_of_the_wrong_size_are_named_and_nothing_is_written() =>
        LaneSamples.Assembly.Create<WrongArguments, int>("griewank", new ObjectiveInstance(5), default);

    private static void AssertClose(string name, double expected, double actual)
    {
        double tolerance = LaneSamples.GetTolerance(name) * (1 + Math.Abs(expected));
        Assert.True(
            expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance,
            $"{name}: {actual:R} rather than {expected:R}");
    }

    private readonly struct Ask : IObjectiveVisitor<bool>
    {
        public bool Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective => objective.HasIncrementalEvaluation;
    }

    private readonly struct RandomChanges(int dimension, string name) : IObjectiveVisitor<int>
    {
        public int Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            Random random = new(dimension);
            double[] x = [.. Enumerable.Range(0, dimension).Select(_ => 6 * random.NextDouble() - 3)];
            double[] state = new double[objective.GetIncrementalStateLength(dimension)];
            state.AsSpan().Fill(double.NaN);
            AssertClose(name, LaneSamples.Evaluate(objective, x), objective.BeginIncremental(x, state));
            for (int k = 0; k < 200; k++)
            {
                int coordinate = random.Next(dimension);
                // A zero is a zero factor where there is a product of coordinates.
                double value = k % 7 == 0 ? 0 : 6 * random.NextDouble() - 3;
                double[] before = [.. state], changed = [.. x];
                changed[coordinate] = value;
                double expected = LaneSamples.Evaluate(objective, changed);

                double probed = objective.EvaluateChange(x, state, coordinate, value);

                AssertClose(name, expected, probed);
                Assert.Equal(before, state);
                if (k % 2 == 0)
                {
                    Assert.Equal(probed, objective.ApplyChange(x, state, coordinate, value));
                    Assert.Equal(changed, x);
                }
            }

            Assert.Equal(0, Allocations.OnThisThread(() =>
            {
                objective.EvaluateChange(x, state, 1, 0.5);
                objective.ApplyChange(x, state, 0, -0.5);
                objective.BeginIncremental(x, state);
            }));
            return 0;
        }
    }

    private readonly struct ManyChanges(string name) : IObjectiveVisitor<int>
    {
        public int Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            const int Dimension = 29;
            Random random = new(6);
            double[] x = new double[Dimension], state = new double[objective.GetIncrementalStateLength(Dimension)];
            objective.BeginIncremental(x, state);
            // Terms of very different sizes come and go.
            for (int k = 0; k < 10_000; k++)
                objective.ApplyChange(x, state, random.Next(Dimension), (k % 100 == 0 ? 1000 : 2) * (random.NextDouble() - 0.5));
            for (int i = 0; i < Dimension; i++)
                objective.ApplyChange(x, state, i, random.NextDouble());
            double[] fresh = new double[state.Length];

            double expected = objective.BeginIncremental(x, fresh);
            double actual = objective.EvaluateChange(x, state, 3, x[3]);

            Assert.True(Math.Abs(expected - actual) <= 4e-16 * Math.Abs(expected), $"{name}: {actual:R} rather than {expected:R}");
            return 0;
        }
    }

    private readonly struct StrangeChanges(string name) : IObjectiveVisitor<int>
    {
        public int Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            double[] x = [.. Enumerable.Range(0, 11).Select(i => 0.3 * i - 1)];
            double[] state = new double[objective.GetIncrementalStateLength(x.Length)];
            objective.BeginIncremental(x, state);
            foreach (double strange in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e200, 1e308 })
            {
                foreach (int coordinate in new[] { 0, 5, 10 })
                {
                    double before = x[coordinate];
                    double[] changed = [.. x];
                    changed[coordinate] = strange;
                    AssertClose(name, LaneSamples.Evaluate(objective, changed), objective.EvaluateChange(x, state, coordinate, strange));
                    objective.ApplyChange(x, state, coordinate, strange);
                    changed[coordinate] = before;
                    AssertClose(name, LaneSamples.Evaluate(objective, changed), objective.EvaluateChange(x, state, coordinate, before));
                    AssertClose(name, LaneSamples.Evaluate(objective, changed), objective.ApplyChange(x, state, coordinate, before));
                }
            }

            return 0;
        }
    }

    private readonly struct WrongArguments : IObjectiveVisitor<int>
    {
        public int Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            double[] x = new double[5], state = new double[objective.GetIncrementalStateLength(5)];
            double[] untouched = [.. state];
            AssertThrows("state: expected at least 6 elements (GetIncrementalStateLength(dimension)), got 5", () => objective.BeginIncremental(x, new double[5]));
            AssertThrows("coordinate: expected 0 to 4, got 5", () => objective.EvaluateChange(x, state, 5, 1));
            AssertThrows("coordinate: expected 0 to 4, got -1", () => objective.ApplyChange(x, state, -1, 1));
            AssertThrows("x: expected a dimension of at least 1 (griewank), got 0", () => objective.BeginIncremental([], state));
            Assert.Equal(untouched, state);
            Assert.Equal(new double[5], x);
            return 0;
        }

        private static void AssertThrows(string message, Action action) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
    }
}
