using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>What can be seen of an objective through the contract.</summary>
internal sealed record Observation(
    ObjectiveDescription Description, double KnownOptimum, int RequiredDimension, int WorkspaceLength, double[] Fitness);

/// <summary>Evaluates the candidates with a workspace of exactly the length asked for, whose contents are rubbish.</summary>
internal readonly struct Observer(double[,] candidates) : IObjectiveVisitor<Observation>
{
    public Observation Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        double[] workspace = new double[objective.GetWorkspaceLength(candidates.GetLength(1))];
        workspace.AsSpan().Fill(double.NaN);
        double[] fitness = new double[candidates.GetLength(0)];
        objective.Evaluate(new ReadOnlySpan2D<double>(candidates), fitness, workspace);
        return new Observation(
            TObjective.Description, objective.KnownOptimum, objective.RequiredDimension, workspace.Length, fitness);
    }
}
