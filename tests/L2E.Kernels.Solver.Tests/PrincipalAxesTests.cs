namespace L2E.Kernels.Solver.Tests;

/// <summary>The Hessian is measured where coordinates interact, and its eigenvectors undo a rotation.</summary>
public sealed class PrincipalAxesTests
{
    [Theory]
    [InlineData("ellipsoid", 30, 3_000)]
    [InlineData("zakharov", 30, 3_000)]
    [InlineData("rastrigin", 10, 10_000)]
    [InlineData("styblinski-tang", 10, 10_000)]
    public void Rotated_problems_that_coordinates_do_not_solve_are_solved(string problem, int dimension, long budget)
    {
        double[] gaps = new double[5];
        for (int seed = 1; seed <= gaps.Length; seed++)
            gaps[seed - 1] = Suite.Solve(problem, dimension, budget, options => options with { Seed = (ulong)seed }, true, seed).BestFitness;
        Array.Sort(gaps);
        Assert.InRange(gaps[2], -1e-8, 1e-8);
    }

    [Fact]
    public void They_are_measured_once_and_only_where_coordinates_interact()
    {
        Assert.Single(Suite.GetProposals("rastrigin", 10, 3000, rotated: true), "curvature");
        Assert.DoesNotContain("curvature", Suite.GetProposals("rastrigin", 10, 3000, rotated: false));
        // Not where they would cost more than a fifth of the budget.
        Assert.DoesNotContain("curvature", Suite.GetProposals("rastrigin", 30, 2000, rotated: true));
    }

    [Fact]
    public void Failures_among_their_probes_leave_the_run_without_them()
    {
        int calls = 0;
        double Function(double[] x)
        {
            double total = x.Sum();
            // Fails at every tenth point, so in each set of probes.
            return ++calls % 10 == 0 ? double.NaN : x.Sum(value => value * value) + 10 * total * total;
        }

        SolverOptions options = SolverOptions.ForBox(8, -5, 5, 3000) with { RecordTrace = true };
        using var solver = new Solver<TestObjective>(new TestObjective(Function), options);
        SolveResult result = solver.Solve();
        string[] proposals = [.. solver.Engine.Trace!.Points.Select(point => point.Proposal)];
        Assert.Single(proposals, "curvature");
        Assert.DoesNotContain("axis coordinate", proposals);
        Assert.DoesNotContain("axis jump", proposals);
        Assert.InRange(result.BestFitness, 0, 1e-3);
        Assert.True(result.Certificate.Holds);
    }
}
