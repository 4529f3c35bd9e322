using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Inspecting;

/// <summary>A run of the population alone, with the operator's gates in each generation.</summary>
/// <param name="Result">What it came to.</param>
/// <param name="Generations">Its generations.</param>
internal sealed record InspectedRun(SolveResult Result, IReadOnlyList<GenerationRecord> Generations)
{
    /// <summary>Runs it.</summary>
    public static InspectedRun Create(InspectRequest request, CancellationToken cancellation)
    {
        Run run = new(request, cancellation);
        return ObjectiveCatalogue.Create<Run, InspectedRun>(request.Problem, request.Instance, ref run);
    }

    private readonly struct Run(InspectRequest request, CancellationToken cancellation) : IObjectiveVisitor<InspectedRun>
    {
        public InspectedRun Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            SolverOptions options = WithTrace(SolverOptions.For<TObjective>(request.Instance.Dimension, request.Budget));
            using Solver<TObjective> solver = new(objective, options);
            SolveResult result = solver.Solve(cancellation);
            return new InspectedRun(result, solver.Engine.Trace!.Generations);
        }

        private SolverOptions WithTrace(SolverOptions options) => options with
        {
            Weights = request.Weights,
            Proposals = Proposals.Population | Proposals.PopulationGradient,
            RecordTrace = true,
        };
    }
}
