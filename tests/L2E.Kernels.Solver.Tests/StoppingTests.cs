using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Solver.Tests;

public sealed class StoppingTests
{
    private static double Sphere(double[] x) => x.Sum(value => (value - 1) * (value - 1));

    private static Solver<TestObjective> NewSolver(
        Func<double[], double> function, Func<SolverOptions, SolverOptions> adjust, TimeProvider? clock = null) =>
        new(new TestObjective(function), adjust(SolverOptions.ForBox(8, -5, 5, 5000)), clock);

    [Theory]
    [InlineData(1)]
    [InlineData(1e-6)]
    public void A_run_ends_with_the_batch_that_reaches_the_target(double target)
    {
        long sinceTarget = 0;
        double Function(double[] x)
        {
            double value = Sphere(x);
            sinceTarget += sinceTarget > 0 || value <= target ? 1 : 0;
            return value;
        }

        using Solver<TestObjective> solver = NewSolver(Function, options => options with { Target = target, RecordTrace = true });
        SolveResult result = solver.Solve();
        Assert.Equal(SolverStatus.TargetReached, result.Status);
        Assert.InRange(result.BestFitness, 0, target);
        Assert.True(result.Evaluations < 5000);
        Assert.InRange(sinceTarget, 1, solver.Engine.LargestBatch);
        Assert.Equal(result.Evaluations, solver.Engine.Trace!.Points[^1].Evaluations);
        Assert.True(result.Certificate.Holds);
        Assert.False(solver.Step());
    }

    [Fact]
    public void A_target_that_is_not_reached_changes_nothing()
    {
        using Solver<TestObjective> with = NewSolver(Sphere, options => options with { Target = -1 });
        using Solver<TestObjective> without = NewSolver(Sphere, options => options);
        Assert.Equal(without.Solve().Best, with.Solve().Best);
        Assert.Equal(SolverStatus.BudgetSpent, with.Engine.Status);
    }

    [Fact]
    public void A_run_ends_when_its_best_has_not_fallen_for_as_long_as_it_may()
    {
        long evaluations = 0, lastFall = 0;
        double best = double.PositiveInfinity;
        double Function(double[] x)
        {
            // Rounded down to steps, it stops falling long before the budget is spent.
            double value = Math.Floor(Sphere(x) * 10);
            evaluations++;
            if (value < best)
                (best, lastFall) = (value, evaluations);
            return value;
        }

        using Solver<TestObjective> solver = NewSolver(Function, options => options with { StagnationLimit = 700 });
        SolveResult result = solver.Solve();
        Assert.Equal(SolverStatus.Stagnated, result.Status);
        Assert.InRange(result.Evaluations - lastFall, 700, 700 + 2 * solver.Engine.LargestBatch);
    }

    [Fact]
    public void A_value_that_falls_by_rounding_only_is_no_progress()
    {
        double value = 1;
        using Solver<TestObjective> solver = NewSolver(
            _ => value = Math.BitDecrement(value), options => options with { StagnationLimit = 500 });
        Assert.Equal(SolverStatus.Stagnated, solver.Solve().Status);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    public void An_anytime_call_stops_before_the_deadline_whatever_an_evaluation_takes_and_goes_on_where_it_stopped(
        int threads, bool isIncremental)
    {
        // A clock that only the objective moves: 7 ticks an evaluation, with a jitter of 2.
        ManualClock clock = new();
        int evaluations = 0;
        double Function(double[] x)
        {
            int index = Interlocked.Increment(ref evaluations);
            clock.Advance((7 + index % 3 - 1) / threads + 1);
            return Sphere(x) + Math.Sin(5 * x[0]);
        }

        SolverOptions options = SolverOptions.ForBox(8, -5, 5, 5000) with { Threads = threads };
        SolveResult expected, actual;
        if (isIncremental)
        {
            using Solver<ChangeObjective> whole = new(new ChangeObjective(Function, new()), options);
            using Solver<ChangeObjective> parts = new(new ChangeObjective(Function, new()), options, clock);
            (expected, actual) = (whole.Solve(), SolveInParts(parts, clock));
        }
        else
        {
            using Solver<TestObjective> whole = new(new TestObjective(Function), options);
            using Solver<TestObjective> parts = new(new TestObjective(Function), options, clock);
            (expected, actual) = (whole.Solve(), SolveInParts(parts, clock));
        }

        Assert.Equal(expected.Best, actual.Best);
        Assert.Equal(expected.Evaluations, actual.Evaluations);
        Assert.Equal(expected.Certificate, actual.Certificate);
    }

    private static SolveResult SolveInParts<TObjective>(Solver<TObjective> solver, ManualClock clock)
        where TObjective : struct, IObjective
    {
        int calls = 0, idle = 0;
        SolverStatus status;
        do
        {
            long before = solver.Engine.Evaluations, deadline = clock.GetTimestamp() + 100;
            status = solver.SolveUntil(deadline);
            Assert.True(clock.GetTimestamp() <= deadline || before == 0);
            idle = solver.Engine.Evaluations > before || status != SolverStatus.TimeSpent ? 0 : idle + 1;
            Assert.True(idle < 100, "no progress");
            clock.Advance(3);
            calls++;
        }
        while (status == SolverStatus.TimeSpent);
        Assert.True(calls > 100);
        return solver.Engine.GetResult();
    }

    [Theory]
    [InlineData(100, 100_000)]
    [InlineData(1, 1_000_000)]
    public void One_evaluation_that_takes_very_long_does_not_end_all_progress(int which, long ticks)
    {
        ManualClock clock = new();
        int evaluations = 0;
        double Function(double[] x)
        {
            clock.Advance(++evaluations == which ? ticks : 5);
            return Sphere(x);
        }

        using Solver<TestObjective> solver = NewSolver(Function, options => options, clock);
        for (int call = 0; call < 3000 && solver.Engine.Status == SolverStatus.Running; call++)
            solver.SolveUntil(clock.GetTimestamp() + 50);
        Assert.True(solver.Engine.Evaluations > 2000);
    }

    [Fact]
    public void What_cannot_be_done_in_time_is_not_begun()
    {
        ManualClock clock = new();
        using Solver<TestObjective> solver = NewSolver(
            x =>
            {
                clock.Advance(1000);
                return Sphere(x);
            },
            options => options, clock);
        Assert.Equal(SolverStatus.TimeSpent, solver.SolveUntil(clock.GetTimestamp() + 100));
        Assert.Equal(1, solver.Engine.Evaluations);
        for (int call = 0; call < 8; call++)
            solver.SolveUntil(clock.GetTimestamp() + 2000);
        long evaluations = solver.Engine.Evaluations;
        Assert.True(evaluations >= 8);
        for (int call = 0; call < 1000; call++)
            Assert.Equal(SolverStatus.TimeSpent, solver.SolveUntil(clock.GetTimestamp() + 900));
        Assert.Equal(SolverStatus.TimeSpent, solver.SolveUntil(clock.GetTimestamp()));
        Assert.Equal(evaluations, solver.Engine.Evaluations);
    }

    [Fact]
    public void A_time_limit_ends_a_run_before_it_is_over_and_the_run_can_go_on()
    {
        ManualClock clock = new();
        double Function(double[] x)
        {
            clock.Advance(ManualClock.Frequency / 100);
            return Sphere(x);
        }

        using Solver<TestObjective> solver = NewSolver(Function, options => options with { TimeLimit = TimeSpan.FromSeconds(10) }, clock);
        SolveResult result = solver.Solve();
        Assert.Equal(SolverStatus.TimeSpent, result.Status);
        Assert.InRange(result.Evaluations, 900, 1000);
        Assert.InRange(solver.Solve().Evaluations, 1800, 2000);
    }

    [Fact]
    public void A_time_limit_or_target_or_limit_of_stagnation_that_is_none_is_refused()
    {
        AssertRefused("timeLimit: expected a time above 0, got 00:00:00", options => options with { TimeLimit = TimeSpan.Zero });
        AssertRefused("target: expected a number, got NaN", options => options with { Target = double.NaN });
        AssertRefused("stagnationLimit: expected at least 1, got 0", options => options with { StagnationLimit = 0 });

        static void AssertRefused(string message, Func<SolverOptions, SolverOptions> adjust) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => NewSolver(Sphere, adjust)).Message);
    }

    /// <summary>A clock that goes by hand.</summary>
    private sealed class ManualClock : TimeProvider
    {
        public const long Frequency = 1_000_000;
        private long now;

        public override long TimestampFrequency => Frequency;

        public override long GetTimestamp() => Interlocked.Read(ref now);

        public void Advance(long ticks) => Interlocked.Add(ref now, ticks);
    }
}

[Collection(nameof(Alone))]
public sealed class AnytimeAllocationTests
{
    [Fact]
    public void An_anytime_call_allocates_nothing()
    {
        using var solver = new Solver<Problems.Rastrigin>(
            Problems.Rastrigin.Create(new ObjectiveInstance(30)), SolverOptions.For<Problems.Rastrigin>(30, 4000) with { Threads = 2 });
        double[] start = new double[30];
        Assert.Equal(0, Allocations.ProcessWide(() =>
        {
            solver.Reset(start, 0.1);
            while (solver.SolveUntil(solver.GetDeadline(TimeSpan.FromMinutes(1))) == SolverStatus.TimeSpent)
            {
            }
        }));
        Assert.Equal(SolverStatus.BudgetSpent, solver.Engine.Status);
    }
}
