using L2E.Kernels.Problems;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Solver.Tests;

public sealed class SolverTests
{
    [Theory]
    [InlineData("rastrigin", 30, 3000, false)]
    [InlineData("levy", 200, 4000, true)]
    [InlineData("rosenbrock", 1100, 3000, false)]
    public void The_result_has_the_same_bits_for_any_number_of_threads(string problem, int dimension, long budget, bool rotated)
    {
        SolveResult one = Suite.Solve(problem, dimension, budget, options => options with { Threads = 1 }, rotated);
        foreach (int threads in new[] { 2, 3, 7 })
        {
            SolveResult many = Suite.Solve(problem, dimension, budget, options => options with { Threads = threads }, rotated);
            Assert.Equal(one.BestFitness, many.BestFitness);
            Assert.Equal(one.Best, many.Best);
            Assert.Equal(one.Certificate, many.Certificate);
        }
    }

    [Theory]
    [InlineData(7, 900)]
    [InlineData(60, 4000)]
    [InlineData(400, 3000)]
    public void Changes_of_one_coordinate_are_evaluated_incrementally_counted_and_lead_to_the_same_result(int dimension, long budget)
    {
        static double Function(double[] x)
        {
            double sum = Math.Cos(x[0] * x[^1]);
            for (int i = 0; i < x.Length; i++)
                sum += (i + 1) * Math.Pow(x[i] - 1, 2) + Math.Sin(5 * x[i]);
            return sum;
        }

        SolverOptions options = SolverOptions.ForBox(dimension, -5, 5, budget);
        using Solver<TestObjective> plain = new(new TestObjective(Function), options);
        ChangeObjective.Calls calls = new();
        using Solver<ChangeObjective> incremental = new(new ChangeObjective(Function, calls), options);
        double[] start = [.. Enumerable.Repeat(2.5, dimension)];
        for (int run = 0; run < 2; run++)
        {
            SolveResult expected = plain.Solve(), actual = incremental.Solve();
            Assert.Equal(expected.Best, actual.Best);
            Assert.Equal(expected.BestFitness, actual.BestFitness);
            Assert.Equal(expected.Certificate, actual.Certificate);
            Assert.Equal(budget * (run + 1), calls.Points + calls.Changes);
            plain.Reset(start);
            incremental.Reset(start);
        }

        Assert.True(calls.Changes > budget / 10);
        Assert.InRange(calls.States, 1, calls.Changes / 2);
    }

    [Fact]
    public void The_seed_decides_the_run()
    {
        SolveResult first = Suite.Solve("rastrigin", 30, 3000, options => options with { Seed = 5 });
        Assert.Equal(first.Best, Suite.Solve("rastrigin", 30, 3000, options => options with { Seed = 5 }).Best);
        Assert.NotEqual(first.Best, Suite.Solve("rastrigin", 30, 3000, options => options with { Seed = 6 }).Best);
    }

    [Theory]
    [InlineData("sphere", false)]
    [InlineData("ellipsoid", false)]
    [InlineData("ackley", false)]
    [InlineData("griewank", false)]
    [InlineData("sphere", true)]
    [InlineData("griewank", true)]
    public void Easy_problems_in_30_dimensions_are_solved_within_3000_evaluations(string problem, bool rotated)
    {
        double[] gaps = new double[5];
        for (int seed = 1; seed <= gaps.Length; seed++)
            gaps[seed - 1] = Suite.Solve(problem, 30, 3000, options => options with { Seed = (ulong)seed }, rotated, seed).BestFitness;
        Array.Sort(gaps);
        Assert.InRange(gaps[2], 0, 1e-8);
    }

    [Fact]
    public void A_sphere_in_10000_dimensions_is_solved_within_two_evaluations_a_coordinate() =>
        Assert.InRange(Suite.Solve("sphere", 10_000, 20_000).BestFitness, 0, 1e-8);

    [Theory]
    [InlineData(5, 1)]
    [InlineData(12, 2)]
    public void A_quadratic_with_its_minimum_outside_the_box_is_solved_on_the_bounds(int dimension, int seed)
    {
        // f(x) = (x - c)' H (x - c) with H = I + v v'; the oracle is projected gradient descent in double.
        var random = new PhiloxSequence((ulong)seed, 0);
        double[] center = new double[dimension], direction = new double[dimension];
        for (int i = 0; i < dimension; i++)
        {
            center[i] = random.NextUniform(-9, 9);
            direction[i] = random.NextUniform(-1, 1);
        }

        double Value(double[] x)
        {
            double squares = 0, along = 0;
            for (int i = 0; i < x.Length; i++)
            {
                squares += (x[i] - center[i]) * (x[i] - center[i]);
                along += direction[i] * (x[i] - center[i]);
            }

            return squares + along * along;
        }

        double[] oracle = new double[dimension];
        for (int step = 0; step < 20_000; step++)
        {
            double along = 0;
            for (int i = 0; i < dimension; i++)
                along += direction[i] * (oracle[i] - center[i]);
            for (int i = 0; i < dimension; i++)
                oracle[i] = Math.Clamp(oracle[i] - 0.05 * (oracle[i] - center[i] + along * direction[i]), -5, 5);
        }

        using var solver = new Solver<TestObjective>(
            new TestObjective(Value), SolverOptions.For<TestObjective>(dimension, 200 * dimension));
        Assert.InRange(solver.Solve().BestFitness - Value(oracle), -1e-9, 1e-9 * (1 + Value(oracle)));
    }

    [Fact]
    public void A_cancelled_run_returns_what_it_found()
    {
        using var cancellation = new CancellationTokenSource();
        int evaluations = 0;
        var objective = new TestObjective(x =>
        {
            if (++evaluations == 300)
                cancellation.Cancel();
            return x[0] * x[0] + x[1] * x[1];
        });
        using var solver = new Solver<TestObjective>(objective, SolverOptions.For<TestObjective>(2, 100_000));
        SolveResult result = solver.Solve(cancellation.Token);
        Assert.Equal(SolverStatus.Running, result.Status);
        Assert.InRange(result.Evaluations, 300, 1000);
        Assert.Equal(result.BestFitness, result.Best[0] * result.Best[0] + result.Best[1] * result.Best[1]);
    }

    [Fact]
    public void A_dimension_that_the_objective_does_not_admit_is_refused()
    {
        Rosenbrock objective = Rosenbrock.Create(new ObjectiveInstance(5));
        Assert.Equal(
            "dimension: expected 5, got 6",
            Assert.Throws<ArgumentException>(() => new Solver<Rosenbrock>(objective, SolverOptions.For<Rosenbrock>(6, 100))).Message);
    }
}

[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(1, "default")]
    [InlineData(2, "default")]
    [InlineData(1, "none")]
    public void Solving_allocates_nothing_after_construction_on_any_thread(int threads, string weights)
    {
        SolverOptions options = SolverOptions.For<Rastrigin>(30, 4000) with
        {
            Threads = threads,
            Weights = weights == "none" ? null : OperatorWeights.Default,
        };
        using var solver = new Solver<Rastrigin>(Rastrigin.Create(new ObjectiveInstance(30)), options);
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

    [Fact]
    public void A_run_through_restarts_and_whole_space_steps_allocates_nothing()
    {
        using var solver = new Solver<Sphere>(Sphere.Create(new ObjectiveInstance(3)), SolverOptions.For<Sphere>(3, 60_000));
        double[] start = [1, 2, 3];
        Assert.Equal(0, Allocations.ProcessWide(() =>
        {
            solver.Reset(start);
            while (solver.Step())
            {
            }
        }));
        Assert.True(solver.Engine.GetCertificate().Restarts > 0);
    }
}
