namespace L2E.Kernels.Solver.Tests;

public sealed class EngineTests
{
    private static SolverOptions Options(int dimension = 5, long budget = 500) => SolverOptions.ForBox(dimension, -5, 5, budget);

    private static double Sphere(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x)
            sum += (value - 1) * (value - 1);
        return sum;
    }

    private static double[] Evaluate(CandidateBatch batch, Func<double[], double> function)
    {
        double[] fitness = new double[batch.Count];
        for (int i = 0; i < fitness.Length; i++)
            fitness[i] = function(batch.Points.GetRowSpan(i).ToArray());
        return fitness;
    }

    private static void Run(Engine engine, Func<double[], double> function)
    {
        while (engine.Ask() is { Count: > 0 } batch)
            engine.Tell(Evaluate(batch, function));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 33)]
    [InlineData(30, 3000)]
    [InlineData(30, 97)]
    [InlineData(300, 1500)]
    public void The_budget_is_spent_to_the_last_evaluation_and_never_exceeded(int dimension, long budget)
    {
        var engine = new Engine(Options(dimension, budget));
        long asked = 0;
        while (engine.Ask() is { Count: > 0 } batch)
        {
            asked += batch.Count;
            engine.Tell(Evaluate(batch, x => Sphere(x)));
        }

        Assert.Equal(budget, asked);
        Assert.Equal(budget, engine.Evaluations);
        Assert.Equal(SolverStatus.BudgetSpent, engine.Status);
    }

    [Fact]
    public void Every_candidate_lies_in_the_box_even_where_the_optimum_is_outside()
    {
        SolverOptions options = new() { Lower = [-1, 0, 1e-3, -1e6], Upper = [1, 1e-6, 2e-3, 1e6], Budget = 3000 };
        var engine = new Engine(options);
        while (engine.Ask() is { Count: > 0 } batch)
        {
            for (int row = 0; row < batch.Count; row++)
                for (int i = 0; i < 4; i++)
                    Assert.InRange(batch.Points[row, i], options.Lower[i], options.Upper[i]);
            engine.Tell(Evaluate(batch, x => x[0] - 1e6 * x[1] + (x[2] - 1) * (x[2] - 1) + Math.Pow(x[3] / 1e6 - 3, 2)));
        }

        Assert.Equal(-1, engine.Best[0]);
        Assert.Equal(1e-6, engine.Best[1]);
        Assert.Equal(2e-3, engine.Best[2]);
        Assert.Equal(1e6, engine.Best[3]);
    }

    [Fact]
    public void The_same_candidates_are_handed_out_until_they_are_told()
    {
        var engine = new Engine(Options());
        double[] first = engine.Ask().Points.GetRowSpan(0).ToArray();
        int count = engine.Ask().Count;
        Assert.Equal(first, engine.Ask().Points.GetRowSpan(0).ToArray());
        Assert.Equal(count, engine.Ask().Count);
        Assert.Equal(0, engine.Evaluations);
    }

    [Theory]
    [InlineData(5, 600)]
    [InlineData(30, 3000)]
    [InlineData(300, 3000)]
    public void Changes_are_the_same_candidates_as_the_points_that_are_written_when_somebody_looks(int dimension, long budget)
    {
        var looking = new Engine(Options(dimension, budget));
        var changing = new Engine(Options(dimension, budget));
        int changes = 0;
        while (looking.Ask() is { Count: > 0 } batch)
        {
            double[] fitness = Evaluate(batch, x => Sphere(x) + Math.Sin(3 * x[0]));
            CandidateBatch same = changing.Ask();
            changes += same.Changes.Length;
            Assert.True(same.Changes.Length == same.Count || same.Changes.IsEmpty);
            for (int row = 0; row < same.Changes.Length; row++)
            {
                double[] point = same.Origin.ToArray();
                point[same.Changes[row].Coordinate] = same.Changes[row].Value;
                Assert.Equal(batch.Points.GetRowSpan(row).ToArray(), point);
            }

            looking.Tell(fitness);
            changing.Tell(fitness);
            Assert.Equal(looking.Best.ToArray(), changing.Best.ToArray());
        }

        Assert.Equal(0, changing.Ask().Count);
        Assert.True(changes > budget / 10);
    }

    [Fact]
    public void A_given_start_is_the_first_candidate_and_the_best_until_something_beats_it()
    {
        double[] start = [1, 2, 3, 4, 5];
        var engine = new Engine(Options() with { Start = start });
        Assert.Equal(start, engine.Best.ToArray());
        CandidateBatch batch = engine.Ask();
        Assert.Equal(start, batch.Points.GetRowSpan(0).ToArray());
        engine.Tell(Evaluate(batch, x => Sphere(x)));
        Assert.Equal(Sphere(start), engine.InitialFitness);
    }

    [Fact]
    public void The_best_is_the_smallest_value_told_with_its_point_after_every_tell()
    {
        var engine = new Engine(Options(7, 2000) with { Seed = 3 });
        double best = double.PositiveInfinity;
        double[] bestPoint = [];
        while (engine.Ask() is { Count: > 0 } batch)
        {
            double[] fitness = Evaluate(batch, x => Sphere(x) + 3 * Math.Sin(20 * x[0]));
            for (int i = 0; i < fitness.Length; i++)
            {
                if (fitness[i] < best)
                {
                    best = fitness[i];
                    bestPoint = batch.Points.GetRowSpan(i).ToArray();
                }
            }

            engine.Tell(fitness);
            Assert.Equal(best, engine.BestFitness);
            Assert.Equal(bestPoint, engine.Best.ToArray());
        }
    }

    [Fact]
    public void Failed_candidates_rank_last_are_counted_and_the_run_goes_on()
    {
        var engine = new Engine(Options(6, 4000));
        long failed = 0;
        // A third of the box fails, in all three ways there are; -infinity must not pass for the best value.
        double Function(double[] x)
        {
            if (x[0] > -1.5)
                return Sphere(x);
            failed++;
            return (failed % 3) switch { 0 => double.NaN, 1 => double.PositiveInfinity, _ => double.NegativeInfinity };
        }

        Run(engine, Function);
        Assert.Equal(failed, engine.NonFinite);
        Assert.True(failed > 0);
        Assert.InRange(engine.BestFitness, 0, 1e-8);
        Assert.True(engine.GetCertificate().Holds);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_run_whose_every_value_fails_stops_after_the_initial_design_and_says_so(double value)
    {
        var engine = new Engine(Options());
        Run(engine, _ => value);
        Assert.Equal(SolverStatus.NoFiniteValue, engine.Status);
        Assert.True(engine.Evaluations < engine.Budget);
        Assert.Equal(engine.Evaluations, engine.NonFinite);
        Assert.Equal(double.PositiveInfinity, engine.BestFitness);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(double.MaxValue)]
    public void Values_at_the_ends_of_the_range_of_double_do_no_harm(double unit)
    {
        var engine = new Engine(Options(10, 3000));
        Run(engine, x => unit * (Sphere(x) / 1000));
        Assert.True(double.IsFinite(engine.BestFitness));
        Assert.True(engine.BestFitness < engine.InitialFitness);
        foreach (double value in engine.Best)
            Assert.True(double.IsFinite(value));
    }

    [Fact]
    public void A_constant_objective_ends_at_its_start()
    {
        var engine = new Engine(Options(8, 3000));
        double[] start = engine.Best.ToArray();
        Run(engine, _ => 7);
        Assert.Equal(start, engine.Best.ToArray());
        Assert.Equal(0, engine.GetCertificate().AnchorUpdates);
        Assert.True(engine.GetCertificate().Holds);
    }

    [Fact]
    public void Resetting_gives_the_run_that_a_new_engine_gives()
    {
        double[] start = [0.5, -1, 2, -3, 4];
        var reused = new Engine(Options() with { Seed = 11 });
        Run(reused, x => Sphere(x));
        reused.Reset(start);
        Assert.Equal(0, reused.Evaluations);
        Run(reused, x => Sphere(x) + Math.Sin(5 * x[1]));
        var fresh = new Engine(Options() with { Seed = 11, Start = start });
        Run(fresh, x => Sphere(x) + Math.Sin(5 * x[1]));
        Assert.Equal(fresh.Best.ToArray(), reused.Best.ToArray());
        Assert.Equal(fresh.BestFitness, reused.BestFitness);
        Assert.Equal(fresh.GetCertificate(), reused.GetCertificate());
    }

    [Fact]
    public void Scaling_the_box_by_a_power_of_two_scales_the_candidates_and_nothing_else()
    {
        static double Wave(double[] x, double scale)
        {
            double sum = 0;
            foreach (double value in x)
                sum += value / scale * (value / scale) + Math.Cos(3 * (value / scale));
            return sum;
        }

        const double Scale = 1024;
        var unit = new Engine(SolverOptions.ForBox(6, -2, 2, 1500));
        var scaled = new Engine(SolverOptions.ForBox(6, -2 * Scale, 2 * Scale, 1500));
        Run(unit, x => Wave(x, 1));
        Run(scaled, x => Wave(x, Scale));
        Assert.Equal(unit.BestFitness, scaled.BestFitness);
        for (int i = 0; i < 6; i++)
            Assert.Equal(unit.Best[i] * Scale, scaled.Best[i]);
    }

    [Fact]
    public void A_number_of_values_other_than_the_number_of_candidates_is_refused_and_changes_nothing()
    {
        var engine = new Engine(Options());
        int count = engine.Ask().Count;
        ArgumentException error = Assert.Throws<ArgumentException>(() => engine.Tell(new double[count + 1]));
        Assert.StartsWith($"fitness: expected {count} elements", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, engine.Evaluations);
        Assert.Equal(count, engine.Ask().Count);
    }

    [Fact]
    public void Telling_without_asking_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new Engine(Options()).Tell([1]));

    public static TheoryData<string, SolverOptions> BadOptions => new()
    {
        { "dimension: expected at least 1, got 0", new SolverOptions { Lower = [], Upper = [], Budget = 100 } },
        { "Upper: expected 2 elements", new SolverOptions { Lower = [0, 0], Upper = [1], Budget = 100 } },
        { "Lower[1]: expected a finite number, got NaN", new SolverOptions { Lower = [0, double.NaN], Upper = [1, 1], Budget = 100 } },
        { "Upper[0]: expected a finite number above the lower bound 0", new SolverOptions { Lower = [0], Upper = [double.PositiveInfinity], Budget = 100 } },
        { "Upper[1]: expected a finite number above the lower bound 1, got 1", new SolverOptions { Lower = [0, 1], Upper = [1, 1], Budget = 100 } },
        { "Upper[0]: expected", new SolverOptions { Lower = [-double.MaxValue], Upper = [double.MaxValue], Budget = 100 } },
        { "budget: expected at least", Options(5, 8) },
        { "budget: expected at least", Options(5, -1) },
        { "budget: expected at least 101", Options(5, 100) with { Population = 100 } },
        { "population: expected an even number", Options() with { Population = 7 } },
        { "population: expected an even number", Options() with { Population = 2 } },
        { "Threads: expected 1 to 1024, got 0", Options() with { Threads = 0 } },
        { "proposals: expected population, coordinates, jumps or several", Options() with { Proposals = Proposals.None } },
        { "proposals: expected", Options() with { Proposals = Proposals.PopulationGradient } },
        { "proposals: expected", Options() with { Proposals = (Proposals)16 } },
        { "start: expected 5 elements", Options() with { Start = [1, 2] } },
        { "start[2]: expected -5 to 5, got NaN", Options() with { Start = [0, 0, double.NaN, 0, 0] } },
        { "start[4]: expected -5 to 5, got 5.5", Options() with { Start = [0, 0, 0, 0, 5.5] } },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Bad_options_are_refused_by_name_with_what_was_expected(string message, SolverOptions options) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new Engine(options)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_refused_reset_changes_nothing()
    {
        var engine = new Engine(Options());
        Run(engine, x => Sphere(x));
        double best = engine.BestFitness;
        Assert.Throws<ArgumentException>(() => engine.Reset([1, 2, 3, 4, 6]));
        Assert.Equal(best, engine.BestFitness);
        Assert.Equal(SolverStatus.BudgetSpent, engine.Status);
    }
}
