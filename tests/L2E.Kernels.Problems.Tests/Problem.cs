using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems.Tests;

/// <summary>A problem of the catalogue behind one face, so that a theory can go through them by name.</summary>
internal abstract class Problem
{
    public abstract double KnownOptimum { get; }

    public abstract int RequiredDimension { get; }

    public abstract int WorkspaceLength { get; }

    public abstract bool HasGradient { get; }

    public abstract int GradientWorkspaceLength { get; }

    public abstract bool HasIncrementalEvaluation { get; }

    public abstract int IncrementalStateLength { get; }

    public static Problem Make(
        string name, int dimension, int instance = 1, bool rotated = false, OptimumRegion region = OptimumRegion.Centred)
    {
        Maker maker = new(dimension);
        return ObjectiveCatalogue.Create<Maker, Problem>(name, new ObjectiveInstance(dimension, instance, rotated, region), ref maker);
    }

    /// <summary>The number of coordinates nearest to a wish that the problem accepts.</summary>
    public static int Nearest(string name, int dimension)
    {
        ObjectiveDescription description = ObjectiveCatalogue.Objectives.First(objective => objective.Name == name);
        return Math.Clamp(dimension, description.MinDimension, description.MaxDimension);
    }

    public abstract void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace);

    public abstract void EvaluateGradient(
        ReadOnlySpan2D<double> candidates, Span<double> fitness, Span2D<double> gradients, Span<double> workspace);

    public abstract double BeginIncremental(ReadOnlySpan<double> x, Span<double> state);

    public abstract double EvaluateChange(ReadOnlySpan<double> x, ReadOnlySpan<double> state, int coordinate, double value);

    public abstract double ApplyChange(Span<double> x, Span<double> state, int coordinate, double value);

    /// <summary>One row on its own, with a workspace full of NaN: nothing may depend on what was in it.</summary>
    public double Evaluate(ReadOnlySpan<double> x)
    {
        double[] fitness = new double[1], workspace = new double[WorkspaceLength];
        Array.Fill(workspace, double.NaN);
        Evaluate(new ReadOnlySpan2D<double>(x.ToArray(), 1, x.Length), fitness, workspace);
        return fitness[0];
    }

    private readonly struct Maker(int dimension) : IObjectiveVisitor<Problem>
    {
        public Problem Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective => new Bound<TObjective>(objective, dimension);
    }

    private sealed class Bound<TObjective>(TObjective objective, int dimension) : Problem
        where TObjective : struct, IObjective
    {
        public override double KnownOptimum => objective.KnownOptimum;

        public override int RequiredDimension => objective.RequiredDimension;

        public override int WorkspaceLength => objective.GetWorkspaceLength(dimension);

        public override bool HasGradient => TObjective.HasGradient;

        public override int GradientWorkspaceLength => objective.GetGradientWorkspaceLength(dimension);

        public override bool HasIncrementalEvaluation => objective.HasIncrementalEvaluation;

        public override int IncrementalStateLength => objective.GetIncrementalStateLength(dimension);

        public override void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) =>
            objective.Evaluate(candidates, fitness, workspace);

        public override void EvaluateGradient(
            ReadOnlySpan2D<double> candidates, Span<double> fitness, Span2D<double> gradients, Span<double> workspace) =>
            objective.EvaluateGradient(candidates, fitness, gradients, workspace);

        public override double BeginIncremental(ReadOnlySpan<double> x, Span<double> state) => objective.BeginIncremental(x, state);

        public override double EvaluateChange(ReadOnlySpan<double> x, ReadOnlySpan<double> state, int coordinate, double value) =>
            objective.EvaluateChange(x, state, coordinate, value);

        public override double ApplyChange(Span<double> x, Span<double> state, int coordinate, double value) =>
            objective.ApplyChange(x, state, coordinate, value);
    }
}
