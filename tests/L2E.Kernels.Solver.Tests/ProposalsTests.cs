namespace L2E.Kernels.Solver.Tests;

/// <summary>What is left out is not run, and the rest solves on its own.</summary>
public sealed class ProposalsTests
{
    private static Engine Run(Proposals proposals, long budget = 3000, Func<double[], double>? function = null)
    {
        SolverOptions options = SolverOptions.ForBox(4, -5, 5, budget) with { Proposals = proposals, RecordTrace = true };
        function ??= x => x.Sum(value => (value - 1) * (value - 1));
        using var solver = new Solver<TestObjective>(new TestObjective(function), options);
        solver.Solve();
        return solver.Engine;
    }

    [Theory]
    [InlineData(Proposals.Population | Proposals.PopulationGradient, "population")]
    [InlineData(Proposals.Population, "population")]
    [InlineData(Proposals.Coordinates, "axis coordinate coordinate curvature descent")]
    [InlineData(Proposals.Jumps, "jump")]
    [InlineData(Proposals.Population | Proposals.Jumps, "jump population")]
    [InlineData(Proposals.Coordinates | Proposals.Jumps, "axis coordinate axis jump coordinate curvature descent jump")]
    [InlineData(Proposals.All, "axis coordinate axis jump coordinate curvature descent jump population")]
    public void Only_the_chosen_proposals_run_and_the_certificate_holds(Proposals proposals, string names)
    {
        // Neither separable, which takes the population out of the game, nor easy.
        Engine engine = Run(proposals, 4000, x => x.Sum(value => value * value) + Math.Sin(3 * x.Sum()) + Math.Cos(2 * x[0] * x[3]));
        IEnumerable<string> ran = engine.Trace!.Points.Select(point => point.Proposal).Distinct().Where(name => name != "design").Order();
        Assert.Equal(names, string.Join(' ', ran));
        Assert.Equal(SolverStatus.BudgetSpent, engine.Status);
        Assert.True(engine.GetCertificate().Holds);
        Assert.True(engine.BestFitness < engine.InitialFitness);
    }

    [Fact]
    public void The_populations_proxy_gradient_is_left_out_alone()
    {
        double without = Run(Proposals.Population).BestFitness, with = Run(Proposals.Population | Proposals.PopulationGradient).BestFitness;
        Assert.InRange(without, 0, 1e-3);
        Assert.InRange(with, 0, 1e-3);
        Assert.NotEqual(without, with);
    }

    [Fact]
    public void A_population_alone_ends_when_it_has_made_all_its_restarts()
    {
        SolverOptions options = SolverOptions.ForBox(4, -5, 5, 500_000) with { Proposals = Proposals.Population, Population = 4 };
        using var solver = new Solver<TestObjective>(new TestObjective(_ => 1), options);
        solver.Solve();
        Engine engine = solver.Engine;
        Assert.Equal(SolverStatus.Exhausted, engine.Status);
        Assert.Equal(engine.GetCertificate().RestartLimit, engine.GetCertificate().Restarts);
        Assert.True(engine.Evaluations < engine.Budget);
        Assert.Equal(0, engine.Ask().Count);
    }
}
