namespace L2E.Kernels.Solver.Tests;

public sealed class WarmStartTests
{
    private const int Dimension = 12;

    private static readonly double[] start = [.. Enumerable.Range(0, Dimension).Select(i => -4.9 + 0.8 * i)];

    private static SolverOptions Options(double? spread, long budget = 1200) =>
        SolverOptions.ForBox(Dimension, -5, 5, budget) with { Start = start, Spread = spread };

    [Theory]
    [InlineData(1e-4)]
    [InlineData(0.01)]
    [InlineData(0.3)]
    public void The_initial_design_lies_within_the_spread_of_the_start_and_in_the_box(double spread)
    {
        var engine = new Engine(Options(spread));
        CandidateBatch batch = engine.Ask();
        double farthest = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            for (int i = 0; i < Dimension; i++)
            {
                Assert.InRange(batch.Points[row, i], -5, 5);
                farthest = Math.Max(farthest, Math.Abs(batch.Points[row, i] - start[i]));
            }
        }

        Assert.InRange(farthest, 0.7 * 10 * spread, 10 * spread * (1 + 1e-9));
    }

    [Fact]
    public void A_good_guess_saves_evaluations_and_a_wrong_one_does_not_hold_the_run()
    {
        double Near(double[] x) => Function(x, 0.02, 0.3);
        double Far(double[] x) => Function(x, 3, 0);
        Assert.InRange(EvaluationsTo(1e-3, 0.01, Near), 1, 0.7 * EvaluationsTo(1e-3, null, Near));
        Assert.InRange(EvaluationsTo(1e-3, 0.01, Far), 1, 5999);

        static double Function(double[] x, double distance, double ripple)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double y = x[i] - (start[i] - distance * Math.Sign(start[i]));
                sum += (i + 1) * y * y + ripple * Math.Pow(Math.Sin(8 * y), 2);
            }

            return sum;
        }

        static long EvaluationsTo(double target, double? spread, Func<double[], double> function)
        {
            using var solver = new Solver<TestObjective>(new TestObjective(function), Options(spread, 6000) with { Target = target });
            return solver.Solve().Evaluations;
        }
    }

    [Fact]
    public void Resetting_with_a_spread_gives_the_run_that_a_new_solver_gives()
    {
        static double Function(double[] x) => x.Sum(value => value * value + Math.Cos(4 * value));
        using var fresh = new Solver<TestObjective>(new TestObjective(Function), Options(0.05));
        using var reused = new Solver<TestObjective>(new TestObjective(Function), Options(null));
        reused.Solve();
        reused.Reset(start, 0.05);
        Assert.Equal(fresh.Solve().Best, reused.Solve().Best);
        reused.Reset(start);
        using var whole = new Solver<TestObjective>(new TestObjective(Function), Options(null));
        Assert.Equal(whole.Solve().Best, reused.Solve().Best);
        Assert.NotEqual(whole.Engine.Best.ToArray(), fresh.Engine.Best.ToArray());
    }

    [Fact]
    public void A_spread_that_is_out_of_range_or_has_no_start_is_refused()
    {
        var engine = new Engine(Options(null));
        foreach (double spread in (double[])[0, -1, 1.5, double.NaN, 1e-5])
        {
            string message = $"spread: expected 0.0001 to 1, got {spread}";
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => engine.Reset(start, spread)).Message);
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Engine(Options(spread))).Message);
        }

        Assert.Equal(
            "spread: expected a start that it belongs to, got none",
            Assert.Throws<ArgumentException>(() => new Engine(Options(0.1) with { Start = null })).Message);
    }
}
