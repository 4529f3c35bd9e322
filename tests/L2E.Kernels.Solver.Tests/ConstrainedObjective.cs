using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Solver.Tests;

/// <summary>An objective with constraints from two functions, in the box [-5, 5].</summary>
internal readonly struct ConstrainedObjective(Func<double[], double> function, int count, Func<double[], double[]> constraints) : IObjective
{
    public static ObjectiveDescription Description { get; } = new("constrained", -5, 5, 1, int.MaxValue, "");

    public double KnownOptimum => double.NaN;

    public int RequiredDimension => 0;

    public int ConstraintCount => count;

    public int GetWorkspaceLength(int dimension) => 0;

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        for (int i = 0; i < fitness.Length; i++)
            fitness[i] = function(candidates.GetRowSpan(i).ToArray());
    }

    public void EvaluateConstraints(ReadOnlySpan2D<double> candidates, Span2D<double> destination)
    {
        for (int i = 0; i < candidates.Height; i++)
            constraints(candidates.GetRowSpan(i).ToArray()).CopyTo(destination.GetRowSpan(i));
    }
}
