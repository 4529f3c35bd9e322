using CommunityToolkit.HighPerformance;
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
        IObjective objective = AnyObjective.Create(request.Problem, request.Instance);
        Engine engine = new(GetOptions(request, objective.ConstraintCount));
        double[] workspace = new double[objective.GetWorkspaceLength(engine.Dimension)], fitness = new double[engine.LargestBatch];
        double[] constraints = new double[engine.LargestBatch * objective.ConstraintCount];
        while (!cancellation.IsCancellationRequested && engine.Ask() is { Count: > 0 } batch)
        {
            Span<double> values = fitness.AsSpan(0, batch.Count);
            objective.Evaluate(batch.Points, values, workspace);
            if (objective.ConstraintCount == 0)
            {
                engine.Tell(values);
                continue;
            }

            Span2D<double> excess = new(constraints, 0, batch.Count, objective.ConstraintCount, 0);
            objective.EvaluateConstraints(batch.Points, excess);
            engine.TellConstrained(values, excess);
        }

        return new InspectedRun(engine.GetResult(), engine.Trace!.Generations);
    }

    private static SolverOptions GetOptions(InspectRequest request, int constraintCount)
    {
        _ = ObjectiveCatalogue.TryFind(request.Problem, out ObjectiveDescription? description);
        return SolverOptions.ForBox(request.Instance.Dimension, description!.Lower, description.Upper, request.Budget) with
        {
            Weights = request.Weights,
            Proposals = Proposals.Population | Proposals.PopulationGradient,
            RecordTrace = true,
            ConstraintCount = constraintCount,
        };
    }
}
