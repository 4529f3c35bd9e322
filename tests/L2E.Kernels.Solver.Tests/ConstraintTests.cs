using System.Text.Json;
using L2E.Kernels.Problems;
using L2E.Kernels.Problems.Constrained;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Solver.Tests;

/// <summary>Runs with constraints <c>g(x) &lt;= 0</c>.</summary>
public sealed class ConstraintTests
{
    private static SolveResult Solve(ConstrainedObjective objective, int dimension, long budget, ulong seed = 1, int threads = 1)
    {
        using var solver = new Solver<ConstrainedObjective>(
            objective, SolverOptions.For<ConstrainedObjective>(dimension, budget) with { Seed = seed, Threads = threads });
        return solver.Solve();
    }

    private static double Distance(double[] x, double from) => x.Sum(value => (value - from) * (value - from));

    [Theory]
    [InlineData("g01", 1e-8)]
    [InlineData("g04", 1e-10)]
    [InlineData("g06", 1e-3)]
    [InlineData("g07", 1e-7)]
    [InlineData("g08", 1e-10)]
    [InlineData("g09", 1e-8)]
    [InlineData("g10", 1e-7)]
    [InlineData("g24", 1e-9)]
    public void Problems_of_the_literature_are_solved_without_breaking_a_constraint(string name, double tolerance)
    {
        for (ulong seed = 11; seed <= 13; seed++)
        {
            var run = new Run(seed);
            (SolveResult result, double optimum) = ObjectiveCatalogue.Create<Run, (SolveResult, double)>(
                name, new ObjectiveInstance(Dimensions[name]), ref run);
            Assert.True(result.IsFeasible);
            Assert.All(result.Constraints, value => Assert.True(value <= 0));
            Assert.InRange(result.BestFitness - optimum, -1e-9 * Math.Abs(optimum), tolerance * Math.Max(1, Math.Abs(optimum)));
            Assert.True(result.Certificate.Holds);
        }
    }

    private static Dictionary<string, int> Dimensions { get; } = new()
    {
        ["g01"] = 13,
        ["g04"] = 5,
        ["g06"] = 2,
        ["g07"] = 10,
        ["g08"] = 2,
        ["g09"] = 7,
        ["g10"] = 8,
        ["g24"] = 2,
    };

    private readonly struct Run(ulong seed) : IObjectiveVisitor<(SolveResult, double)>
    {
        public (SolveResult, double) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            int dimension = objective.RequiredDimension > 0 ? objective.RequiredDimension : TObjective.Description.MinDimension;
            using var solver = new Solver<TObjective>(
                objective, SolverOptions.For<TObjective>(dimension, 5000L * dimension) with { Seed = seed });
            return (solver.Solve(), objective.KnownOptimum);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    public void The_multiplier_is_what_the_constraint_costs(int dimension)
    {
        // The nearest point to (1, ..., 1) in the half-space sum x <= 0 is 0, where the gradient -2 of the distance is -2 times that of g.
        SolveResult result = Solve(new ConstrainedObjective(x => Distance(x, 1), 1, x => [x.Sum()]), dimension, 1000 * dimension);
        Assert.True(result.IsFeasible);
        Assert.All(result.Best, value => Assert.Equal(0, value, 1e-4));
        Assert.Equal(dimension, result.BestFitness, 1e-6 * dimension);
        Assert.Equal(2, Assert.Single(result.Multipliers), 1e-3);
    }

    [Fact]
    public void A_constraint_that_the_minimum_keeps_anyway_has_no_multiplier()
    {
        SolveResult result = Solve(new ConstrainedObjective(x => Distance(x, 1), 2, x => [x.Sum() - 100, x[0] - 4]), 5, 4000);
        Assert.True(result.IsFeasible);
        Assert.Equal(0, result.BestFitness, 1e-9);
        Assert.Equal([0, 0], result.Multipliers);
    }

    [Fact]
    public void Where_nothing_is_feasible_the_result_breaks_the_constraints_least_and_says_so()
    {
        SolveResult result = Solve(new ConstrainedObjective(x => Distance(x, 1), 2, x => [20 - x[0], x[1] - 4]), 3, 3000);
        Assert.False(result.IsFeasible);
        Assert.Equal(5, result.Best[0], 1e-12);
        Assert.Equal(15, result.Constraints[0], 1e-12);
        Assert.True(result.Constraints[1] <= 0);
        Assert.True(result.Certificate.Holds);
    }

    [Fact]
    public void Once_a_point_is_feasible_the_best_one_stays_so_and_only_gets_better()
    {
        using var solver = new Solver<G09.Binding>(default, SolverOptions.For<G09.Binding>(7, 7000));
        double best = double.PositiveInfinity;
        bool wasFeasible = false;
        while (solver.Step())
        {
            Assert.True(solver.Engine.IsFeasible || !wasFeasible);
            if (!solver.Engine.IsFeasible)
                continue;
            wasFeasible = true;
            Assert.True(solver.Engine.BestFitness <= best);
            best = solver.Engine.BestFitness;
        }

        Assert.True(wasFeasible);
        Assert.Equal(7000, solver.Engine.Evaluations);
    }

    [Fact]
    public void The_certificate_of_the_last_round_checks_from_its_trace()
    {
        SolverOptions options = SolverOptions.For<G07.Binding>(10, 10_000) with { RecordTrace = true };
        using var solver = new Solver<G07.Binding>(default, options);
        SolveResult result = solver.Solve();
        using var stream = new MemoryStream();
        CertificateFile.Write(stream, result.Certificate, solver.Engine.Trace!, CertificateRun.Of("g07", options));
        using var document = JsonDocument.Parse(stream.ToArray());
        Assert.All(CertificateChecker.Check(document.RootElement), finding => Assert.True(finding.Holds, $"{finding}"));
        Assert.Equal(10_000, solver.Engine.Trace!.Points[^1].Evaluations);
        Assert.True(solver.Engine.Trace.Points.Zip(solver.Engine.Trace.Points.Skip(1)).All(pair => pair.First.Evaluations <= pair.Second.Evaluations));
    }

    [Fact]
    public void The_result_is_the_same_for_any_number_of_threads_and_with_changes_told_in_any_order()
    {
        ConstrainedObjective objective = new(x => Distance(x, 1), 2, x => [x.Sum(), x[0] * x[1] - 1]);
        SolveResult one = Solve(objective, 6, 2000), three = Solve(objective, 6, 2000, threads: 3);
        Assert.Equal(one.Best, three.Best);
        Assert.Equal(one.Multipliers, three.Multipliers);

        Engine engine = new(SolverOptions.ForBox(6, -5, 5, 2000) with { ConstraintCount = 2 });
        Random random = new(5);
        while (engine.Ask() is { Count: > 0 } batch)
        {
            int[] order = [.. Enumerable.Range(0, batch.Count)];
            random.Shuffle(order);
            foreach (int i in order)
            {
                double[] x = batch.Points.GetRowSpan(i).ToArray();
                engine.TellConstrained(i, Distance(x, 1), [x.Sum(), x[0] * x[1] - 1]);
            }
        }

        Assert.Equal(one.Best, engine.Best.ToArray());
        Assert.Equal(one.Constraints, engine.BestConstraints.ToArray());
    }

    [Fact]
    public void A_target_counts_only_where_no_constraint_is_broken()
    {
        // Below the target lies much of the box, of which the constraint leaves a little.
        using var solver = new Solver<ConstrainedObjective>(
            new ConstrainedObjective(x => Distance(x, 1), 1, x => [x.Sum()]),
            SolverOptions.For<ConstrainedObjective>(4, 4000) with { Target = 4.001 });
        SolveResult result = solver.Solve();
        Assert.Equal(SolverStatus.TargetReached, result.Status);
        Assert.True(result.IsFeasible);
        Assert.InRange(result.BestFitness, 4, 4.001);
        Assert.InRange(result.Evaluations, 1, 3999);
    }

    [Fact]
    public void A_candidate_with_a_constraint_that_is_no_number_failed()
    {
        SolveResult result = Solve(
            new ConstrainedObjective(x => Distance(x, 1), 1, x => [x[0] > 2 ? double.NaN : x[1] > 2 ? double.PositiveInfinity : x.Sum()]), 4, 3000);
        Assert.InRange(result.NonFinite, 1, 2999);
        Assert.Equal(4, result.BestFitness, 1e-5);
    }

    [Fact]
    public void Where_every_candidate_fails_the_run_ends()
    {
        SolveResult result = Solve(new ConstrainedObjective(x => 1, 1, x => [double.NaN]), 4, 3000);
        Assert.Equal(SolverStatus.NoFiniteValue, result.Status);
        Assert.False(result.IsFeasible);
        Assert.True(double.IsNaN(Assert.Single(result.Constraints)));
        Assert.Equal(double.PositiveInfinity, result.BestFitness);
    }

    [Fact]
    public void Values_without_their_constraints_are_refused_and_change_nothing()
    {
        Engine engine = new(SolverOptions.ForBox(3, -5, 5, 2000) with { ConstraintCount = 2 });
        Assert.Throws<InvalidOperationException>(() => engine.TellConstrained([1], new double[1, 2]));
        int count = engine.Ask().Count;
        const string Missing = "constraints: expected 2 with each value (TellConstrained), got none";
        Assert.Equal(Missing, Assert.Throws<ArgumentException>(() => engine.Tell(new double[count])).Message);
        Assert.Equal(Missing, Assert.Throws<ArgumentException>(() => engine.Tell(0, 1.0)).Message);
        Assert.Equal(
            $"constraints: expected [{count}, 2], got [{count}, 3]",
            Assert.Throws<ArgumentException>(() => engine.TellConstrained(new double[count], new double[count, 3])).Message);
        Assert.Throws<ArgumentException>(() => engine.TellConstrained(0, 1, [1]));
        Assert.Throws<ArgumentException>(() => engine.TellConstrained(count, 1, [1, 2]));
        Assert.Equal(0, engine.Evaluations);
        Assert.Equal(count, engine.Pending);
        engine.TellConstrained(new double[count], new double[count, 2]);
        Assert.Equal(count, engine.Evaluations);
    }

    [Fact]
    public void Options_that_do_not_go_with_constraints_are_refused()
    {
        SolverOptions options = SolverOptions.ForBox(3, -5, 5, 2000) with { ConstraintCount = 1 };
        Assert.Equal(
            "mode: expected black-box for an objective with constraints, got gradient",
            Assert.Throws<ArgumentException>(() => new Engine(options with { Mode = SolverMode.Gradient })).Message);
        Assert.StartsWith(
            "constraintCount: expected 0 to 10000, got -1",
            Assert.Throws<ArgumentException>(() => new Engine(options with { ConstraintCount = -1 })).Message);
        Assert.StartsWith(
            "budget: expected at least 40 evaluations (4 rounds of a run with constraints), got 30",
            Assert.Throws<ArgumentException>(() => new Engine(options with { Budget = 30 })).Message);
    }
}

[Collection(nameof(Alone))]
public sealed class ConstraintAllocationTests
{
    [Fact]
    public void Solving_with_constraints_allocates_nothing_after_construction()
    {
        using var solver = new Solver<G07.Binding>(default, SolverOptions.For<G07.Binding>(10, 6000) with { Threads = 2 });
        double[] start = new double[10];
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
