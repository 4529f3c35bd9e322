namespace L2E.Kernels.Solver.Tests;

/// <summary>Where the objective is a sum over coordinates, what was seen along each of them is enough to find its best place.</summary>
public sealed class SeparableTests
{
    /// <summary>A sum of functions with a hundred minima each, of different depths, the deepest at a place that differs by coordinate.</summary>
    private static double ManyMinima(double[] x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double y = x[i] - (3 - 0.7 * i);
            sum += y * y + 10 - 10 * Math.Cos(2 * Math.PI * y);
        }

        return sum;
    }

    private static Engine Solve(Func<double[], double> function, int dimension, long budget, ulong seed)
    {
        SolverOptions options = SolverOptions.ForBox(dimension, -5, 5, budget) with { Seed = seed, RecordTrace = true };
        using var solver = new Solver<TestObjective>(new TestObjective(function), options);
        solver.Solve();
        return solver.Engine;
    }

    [Fact]
    public void Every_coordinate_of_a_sum_with_many_minima_finds_its_own_best_place()
    {
        for (ulong seed = 1; seed <= 5; seed++)
            Assert.InRange(Solve(ManyMinima, 10, 3000, seed).BestFitness, 0, 1e-8);
    }

    [Fact]
    public void A_sum_is_known_for_one_even_where_few_jumps_improve_at_once()
    {
        Engine engine = Solve(ManyMinima, 5, 4000, 1);
        long population = 0, before = 0;
        foreach (TracePoint point in engine.Trace!.Points)
        {
            population += point.Proposal == "population" ? point.Evaluations - before : 0;
            before = point.Evaluations;
        }

        // Where coordinates interact, it has three fifths of the budget: 2,400.
        Assert.InRange(population, 1, 1200);
    }

    [Fact]
    public void A_curved_valley_is_followed_by_descent()
    {
        static double Valley(double[] x)
        {
            double sum = 0;
            for (int i = 0; i + 1 < x.Length; i++)
                sum += 100 * Math.Pow(x[i + 1] - x[i] * x[i], 2) + Math.Pow(1 - x[i], 2);
            return sum;
        }

        // The valley has a second, local minimum: not every run ends in the better one.
        Engine[] runs = [.. Enumerable.Range(1, 5).Select(seed => Solve(Valley, 10, 8000, (ulong)seed))];
        Assert.True(runs.Count(run => run.BestFitness <= 1e-8) >= 3, string.Join(' ', runs.Select(run => run.BestFitness)));
        Assert.True(runs.Count(run => run.Trace!.Points.Any(point => point.Proposal == "descent")) >= 3);
    }
}
