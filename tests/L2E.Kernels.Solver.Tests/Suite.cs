using L2E.Kernels.Problems;

namespace L2E.Kernels.Solver.Tests;

/// <summary>Runs a problem of the catalogue.</summary>
internal static class Suite
{
    public static SolveResult Solve(
        string problem, int dimension, long budget, Func<SolverOptions, SolverOptions>? adjust = null, bool rotated = false, int instance = 1)
    {
        var run = new Run(dimension, budget, adjust);
        return ObjectiveCatalogue.Create<Run, SolveResult>(problem, new ObjectiveInstance(dimension, instance, rotated), ref run);
    }

    private readonly struct Run(int dimension, long budget, Func<SolverOptions, SolverOptions>? adjust) : IObjectiveVisitor<SolveResult>
    {
        public SolveResult Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            SolverOptions options = SolverOptions.For<TObjective>(dimension, budget);
            using var solver = new Solver<TObjective>(objective, adjust?.Invoke(options) ?? options);
            SolveResult result = solver.Solve();
            return result with { BestFitness = result.BestFitness - objective.KnownOptimum };
        }
    }
}
