using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Solver.Tests;

/// <summary>An objective from a function, for tests that need one of their own.</summary>
internal readonly struct TestObjective(Func<double[], double> function) : IObjective
{
    public static ObjectiveDescription Description { get; } = new("test", -5, 5, 1, int.MaxValue, "");

    public double KnownOptimum => double.NaN;

    public int RequiredDimension => 0;

    public int GetWorkspaceLength(int dimension) => 0;

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        for (int i = 0; i < fitness.Length; i++)
            fitness[i] = function(candidates.GetRowSpan(i).ToArray());
    }
}
