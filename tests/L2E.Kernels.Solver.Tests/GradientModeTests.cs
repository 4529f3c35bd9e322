using CommunityToolkit.HighPerformance;
using L2E.Kernels.Problems;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Solver.Tests;

public sealed class GradientModeTests
{
    private static SolverOptions InGradientMode(SolverOptions options) => options with { Mode = SolverMode.Gradient };

    // A bent valley with ripples, and its gradient.
    private static double Valley(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double sum = 0;
        gradient.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            sum += (x[i] - 1) * (x[i] - 1) + 0.3 * Math.Cos(4 * x[i]);
            gradient[i] += 2 * (x[i] - 1) - 1.2 * Math.Sin(4 * x[i]);
            if (i == 0)
                continue;
            double bend = x[i] - x[i - 1] * x[i - 1];
            sum += 20 * bend * bend;
            gradient[i] += 40 * bend;
            gradient[i - 1] -= 80 * bend * x[i - 1];
        }

        return sum;
    }

    [Theory]
    [InlineData("sphere", 1000, 300, false)]
    [InlineData("ellipsoid", 30, 2000, true)]
    [InlineData("rosenbrock", 60, 3000, true)]
    [InlineData("zakharov", 100, 3000, false)]
    public void Smooth_problems_are_solved_within_a_few_evaluations(string problem, int dimension, long budget, bool rotated)
    {
        double[] gaps = new double[3];
        for (int seed = 1; seed <= gaps.Length; seed++)
        {
            SolveResult result = Suite.Solve(
                problem, dimension, budget, options => InGradientMode(options) with { Seed = (ulong)seed }, rotated, seed);
            gaps[seed - 1] = result.BestFitness;
            Assert.True(result.Certificate.Holds);
            Assert.InRange(result.GradientEvaluations, 1, result.Evaluations);
        }

        Array.Sort(gaps);
        Assert.InRange(gaps[1], -1e-9, 1e-8);
    }

    [Fact]
    public void A_quadratic_with_its_minimum_outside_the_box_is_solved_on_the_bounds()
    {
        const int Dimension = 30;
        double Value(ReadOnlySpan<double> x, Span<double> gradient)
        {
            double sum = 0, total = 0;
            for (int i = 0; i < x.Length; i++)
                total += x[i] - (i % 5 * 4 - 7);
            for (int i = 0; i < x.Length; i++)
            {
                double y = x[i] - (i % 5 * 4 - 7);
                sum += (i + 1) * y * y;
                gradient[i] = 2 * (i + 1) * y + 2 * total;
            }

            return sum + total * total;
        }

        // The oracle is projected gradient descent.
        double[] oracle = new double[Dimension], gradient = new double[Dimension];
        for (int step = 0; step < 50_000; step++)
        {
            Value(oracle, gradient);
            for (int i = 0; i < Dimension; i++)
                oracle[i] = Math.Clamp(oracle[i] - 0.005 * gradient[i], -5, 5);
        }

        using var solver = new Solver<GradientObjective>(
            new GradientObjective(Value, new()), InGradientMode(SolverOptions.ForBox(Dimension, -5, 5, 2000)));
        double best = solver.Solve().BestFitness, expected = Value(oracle, gradient);
        Assert.InRange(best - expected, -1e-9 * expected, 1e-9 * expected);
    }

    [Fact]
    public void Every_evaluation_is_counted_and_those_with_a_gradient_are_counted_apart()
    {
        GradientObjective.Calls calls = new();
        using var solver = new Solver<GradientObjective>(
            new GradientObjective(Valley, calls), InGradientMode(SolverOptions.ForBox(6, -5, 5, 2500)) with { RecordTrace = true });
        SolveResult result = solver.Solve();
        Assert.Equal((2500, calls.Gradients), (calls.Values + calls.Gradients, result.GradientEvaluations));
        Assert.Equal(2500, result.Evaluations);
        Assert.True(calls.Values > 0 && calls.Gradients > 0);
        Assert.Equal(
            ["design", "gradient", "jump", "population"], solver.Engine.Trace!.Points.Select(point => point.Proposal).Distinct().Order());
    }

    [Fact]
    public void The_result_has_the_same_bits_for_any_number_of_threads()
    {
        SolveResult one = Suite.Solve("levy", 40, 3000, InGradientMode, rotated: true);
        foreach (int threads in new[] { 2, 3, 7 })
        {
            SolveResult many = Suite.Solve("levy", 40, 3000, options => InGradientMode(options) with { Threads = threads }, rotated: true);
            Assert.Equal(one.Best, many.Best);
            Assert.Equal(one.Certificate, many.Certificate);
        }
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_not_used_and_does_no_harm()
    {
        double Function(ReadOnlySpan<double> x, Span<double> gradient)
        {
            double value = Valley(x, gradient);
            if (x[0] > 2)
                gradient[1] = double.NaN;
            if (x[1] > 3)
                gradient.Fill(double.PositiveInfinity);
            return x[2] > 4 ? double.NaN : value;
        }

        using var solver = new Solver<GradientObjective>(
            new GradientObjective(Function, new()), InGradientMode(SolverOptions.ForBox(5, -5, 5, 3000)));
        SolveResult result = solver.Solve();
        Assert.True(result.NonFinite > 0);
        Assert.True(result.Certificate.Holds);
        Assert.All(result.Best, value => Assert.True(double.IsFinite(value)));
        Assert.True(result.BestFitness < 5);
    }

    [Fact]
    public void Told_in_pieces_and_handed_on_by_snapshots_the_run_is_the_same()
    {
        SolverOptions options = InGradientMode(SolverOptions.ForBox(6, -5, 5, 1500)) with { RecordTrace = true };
        double[] gradient = new double[6];
        Engine whole = new(options), pieces = new(options);
        int batches = 0;
        while (whole.Ask() is { Count: > 0 } batch)
        {
            double[] fitness = new double[batch.Count];
            double[,] gradients = new double[batch.NeedsGradients ? batch.Count : 0, 6];
            for (int i = 0; i < batch.Count; i++)
            {
                fitness[i] = Valley(batch.Points.GetRowSpan(i), gradient);
                if (batch.NeedsGradients)
                    gradient.CopyTo(gradients.AsSpan2D().GetRowSpan(i));
            }

            whole.Tell(fitness, gradients);
        }

        while (pieces.Ask() is { Count: > 0 } batch)
        {
            int half = batch.Count / 2;
            for (int i = batch.Count - 1; i >= 0 && pieces.Pending > 0; i--)
            {
                double value = Valley(pieces.Ask().Points.GetRowSpan(i), gradient);
                if (pieces.Ask().NeedsGradients)
                    pieces.Tell(i, value, gradient);
                else
                    pieces.Tell(i, value);
                if (i != half)
                    continue;
                using MemoryStream snapshot = new();
                pieces.Save(snapshot, "valley");
                snapshot.Position = 0;
                pieces = new Engine(options);
                pieces.Restore(snapshot, "valley");
                if (half == 0)
                    break;
            }

            batches++;
        }

        Assert.True(batches > 50);
        Assert.Equal(whole.Best.ToArray(), pieces.Best.ToArray());
        Assert.Equal(whole.GradientEvaluations, pieces.GradientEvaluations);
        Assert.Equal(whole.Trace!.Points, pieces.Trace!.Points);
        Assert.Equal(whole.GetCertificate(), pieces.GetCertificate());
    }

    [Fact]
    public void Gradients_that_are_missing_or_not_asked_for_are_refused_and_change_nothing()
    {
        Engine engine = new(InGradientMode(SolverOptions.ForBox(3, -5, 5, 500)));
        int count = engine.Ask().Count;
        Assert.False(engine.Ask().NeedsGradients);
        AssertRefused("gradients: expected none", () => engine.Tell(new double[count], new double[count, 3]));
        AssertRefused("gradient: expected 0 elements", () => engine.Tell(0, 1, new double[3]));
        double[] gradient = new double[3];
        while (!engine.Ask().NeedsGradients)
        {
            int next = engine.Ask().Count - engine.Pending;
            engine.Tell(next, Valley(engine.Ask().Points.GetRowSpan(next), gradient), []);
        }

        long evaluations = engine.Evaluations;
        count = engine.Ask().Count;
        AssertRefused("gradients: expected a gradient [3] with each value", () => engine.Tell(new double[count]));
        AssertRefused("gradients: expected a gradient [3] with each value", () => engine.Tell(0, 1));
        AssertRefused($"gradients: expected [{count}, 3], got [{count}, 2]", () => engine.Tell(new double[count], new double[count, 2]));
        AssertRefused("gradient: expected 3 elements", () => engine.Tell(0, 1, [1, 2]));
        Assert.Equal((evaluations, count), (engine.Evaluations, engine.Pending));
        engine.TellFailed(0);
        Assert.Equal(1, engine.GradientEvaluations);
        Assert.Equal(
            "mode: expected black-box for an objective without a gradient, got gradient",
            Assert.Throws<ArgumentException>(
                () => new Solver<TestObjective>(new TestObjective(_ => 0), InGradientMode(SolverOptions.ForBox(3, -5, 5, 500)))).Message);
        SolverOptions unknown = SolverOptions.ForBox(3, -5, 5, 500) with { Mode = (SolverMode)2 };
        Assert.Equal("mode: expected black-box or gradient, got 2", Assert.Throws<ArgumentException>(() => new Engine(unknown)).Message);

        static void AssertRefused(string message, Action action) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    /// <summary>An objective with a gradient, from a function.</summary>
    internal readonly struct GradientObjective(GradientObjective.Function function, GradientObjective.Calls calls) : IObjective
    {
        internal delegate double Function(ReadOnlySpan<double> x, Span<double> gradient);

        public static ObjectiveDescription Description { get; } = new("gradient", -5, 5, 1, int.MaxValue, "");

        public static bool HasGradient => true;

        public double KnownOptimum => double.NaN;

        public int RequiredDimension => 0;

        public int GetWorkspaceLength(int dimension) => dimension;

        public int GetGradientWorkspaceLength(int dimension) => 0;

        public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
        {
            calls.Values += fitness.Length;
            for (int i = 0; i < fitness.Length; i++)
                fitness[i] = function(candidates.GetRowSpan(i), workspace[..candidates.Width]);
        }

        public void EvaluateGradient(
            ReadOnlySpan2D<double> candidates, Span<double> fitness, Span2D<double> gradients, Span<double> workspace)
        {
            calls.Gradients += fitness.Length;
            for (int i = 0; i < fitness.Length; i++)
                fitness[i] = function(candidates.GetRowSpan(i), gradients.GetRowSpan(i));
        }

        /// <summary>How many candidates were evaluated in each way.</summary>
        internal sealed class Calls
        {
            public long Values, Gradients;
        }
    }
}

[Collection(nameof(Alone))]
public sealed class GradientModeAllocationTests
{
    [Fact]
    public void Solving_with_gradients_allocates_nothing()
    {
        using var solver = new Solver<Rastrigin>(
            Rastrigin.Create(new ObjectiveInstance(30)),
            SolverOptions.For<Rastrigin>(30, 4000) with { Mode = SolverMode.Gradient, Threads = 2 });
        double[] start = new double[30];
        Assert.Equal(0, Allocations.ProcessWide(() =>
        {
            solver.Reset(start);
            while (solver.Step())
            {
            }
        }));
        Assert.Equal(SolverStatus.BudgetSpent, solver.Engine.Status);
    }
}
