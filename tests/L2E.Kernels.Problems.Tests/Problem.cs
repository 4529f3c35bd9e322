using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems.Tests;

/// <summary>A problem of the catalogue behind one face, so that a theory can go through them by name.</summary>
internal abstract class Problem
{
    public abstract double KnownOptimum { get; }

    public abstract int RequiredDimension { get; }

    public abstract int WorkspaceLength { get; }

    public static Problem Make(string name, int dimension, int instance = 1, bool rotated = false)
    {
        Maker maker = default;
        return ObjectiveCatalogue.Create<Maker, Problem>(name, new ObjectiveInstance(dimension, instance, rotated), ref maker);
    }

    public abstract void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace);

    /// <summary>One row on its own, with a workspace full of NaN: nothing may depend on what was in it.</summary>
    public double Evaluate(ReadOnlySpan<double> x)
    {
        double[] fitness = new double[1], workspace = new double[WorkspaceLength];
        Array.Fill(workspace, double.NaN);
        Evaluate(new ReadOnlySpan2D<double>(x.ToArray(), 1, x.Length), fitness, workspace);
        return fitness[0];
    }

    private struct Maker : IObjectiveVisitor<Problem>
    {
        public readonly Problem Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective => new Bound<TObjective>(objective);
    }

    private sealed class Bound<TObjective>(TObjective objective) : Problem
        where TObjective : struct, IObjective
    {
        public override double KnownOptimum => objective.KnownOptimum;

        public override int RequiredDimension => objective.RequiredDimension;

        public override int WorkspaceLength => objective.GetWorkspaceLength(objective.RequiredDimension);

        public override void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) =>
            objective.Evaluate(candidates, fitness, workspace);
    }
}
