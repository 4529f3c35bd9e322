using L2E.Kernels.Problems;

namespace L2E.Kernels.Solver.Tests;

/// <summary>Runs a problem of the catalogue.</summary>
internal static class Suite
{
    public static SolveResult Solve(
        string problem, int dimension, long budget, Func<SolverOptions, SolverOptions>? adjust = null, bool rotated = false, int instance = 1)
    {
        var run = new Run(dimension, budget, adjust);
        return ObjectiveCatalogue.Create<Run, (SolveResult, RunTrace?)>(problem, new ObjectiveInstance(dimension, instance, rotated), ref run).Item1;
    }

    /// <summary>The proposals that ran, one an iteration.</summary>
    public static string[] GetProposals(string problem, int dimension, long budget, bool rotated)
    {
        var run = new Run(dimension, budget, options => options with { RecordTrace = true });
        RunTrace trace = ObjectiveCatalogue.Create<Run, (SolveResult, RunTrace?)>(problem, new ObjectiveInstance(dimension, 1, rotated), ref run).Item2!;
        return [.. trace.Points.Select(point => point.Proposal)];
    }

    private readonly struct Run(int dimension, long budget, Func<SolverOptions, SolverOptions>? adjust) : IObjectiveVisitor<(SolveResult, RunTrace?)>
    {
        public (SolveResult, RunTrace?) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            SolverOptions options = SolverOptions.For<TObjective>(dimension, budget);
            using var solver = new Solver<TObjective>(objective, adjust?.Invoke(options) ?? options);
            SolveResult result = solver.Solve();
            return (result with { BestFitness = result.BestFitness - objective.KnownOptimum }, solver.Engine.Trace);
        }
    }
}
