namespace L2E.Kernels.Solver.Tests;

/// <summary>An objective that gives one point two values is known for noisy, and its best point is not the one of the luckiest value.</summary>
public sealed class NoiseTests
{
    private static double Sphere(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x)
            sum += (value - 1) * (value - 1);
        return sum;
    }

    /// <summary>Runs with additive noise of a standard deviation; returns the engine and the lowest value that it was told.</summary>
    private static (Engine Engine, double Luckiest) Run(int dimension, long budget, ulong seed, double deviation, double? target = null)
    {
        Engine engine = new(SolverOptions.ForBox(dimension, -5, 5, budget) with { Seed = seed, RecordTrace = true, Target = target });
        PhiloxSequence random = new(seed, 77);
        double luckiest = double.PositiveInfinity;
        while (engine.Ask() is { Count: > 0 } batch)
        {
            for (int i = 0, count = batch.Count; i < count; i++)
            {
                double value = Sphere(batch.Points.GetRowSpan(i)) + deviation * random.NextNormalPair().First;
                luckiest = Math.Min(luckiest, value);
                engine.Tell(i, value);
            }
        }

        return (engine, luckiest);
    }

    [Fact]
    public void Noise_is_seen_and_its_absence_too()
    {
        Assert.True(Run(5, 400, 1, 1e-3).Engine.IsNoisy);
        Assert.False(Run(5, 400, 1, 0).Engine.IsNoisy);
        // Rounding is no noise: a value may come in another order of its sum.
        Assert.False(Run(5, 400, 1, 1e-14).Engine.IsNoisy);
    }

    [Fact]
    public void The_fitness_of_the_best_point_is_what_it_is_in_the_mean_and_not_the_luckiest_value()
    {
        double errors = 0, luck = 0;
        const int Runs = 20;
        for (ulong seed = 1; seed <= Runs; seed++)
        {
            (Engine engine, double luckiest) = Run(10, 2000, seed, 1);
            errors += (engine.BestFitness - Sphere(engine.Best)) / Runs;
            luck += luckiest / Runs;
            Assert.InRange(Sphere(engine.Best), 0, 6);
        }

        // The lowest of 2,000 draws lies about three deviations below; a mean of four, of which the lowest of some dozens is kept, about one.
        Assert.True(luck < -2, $"luck {luck}");
        Assert.InRange(errors, -1.3, 0.5);
    }

    [Fact]
    public void The_certificate_of_a_noisy_run_holds_and_its_value_never_rises()
    {
        Engine engine = Run(10, 2000, 3, 1).Engine;
        Assert.True(engine.GetCertificate().Holds);
        Assert.All(engine.Trace!.Points.Zip(engine.Trace.Points.Skip(1)), pair => Assert.True(pair.Second.Best <= pair.First.Best));
        Assert.Equal(2000, engine.Evaluations);
    }

    [Fact]
    public void A_target_is_reached_by_the_mean_and_not_by_luck()
    {
        (Engine engine, double luckiest) = Run(5, 4000, 2, 1, target: -2);
        Assert.True(luckiest < -2, $"luckiest {luckiest}");
        Assert.Equal(SolverStatus.BudgetSpent, engine.Status);
    }
}
