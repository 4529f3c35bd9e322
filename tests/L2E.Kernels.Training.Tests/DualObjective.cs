using CommunityToolkit.HighPerformance;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Training.Tests;

/// <summary>An objective, minimum 0, from a function with derivatives.</summary>
internal readonly struct DualObjective(Func<Dual[], Dual> function) : IObjective
{
    public static ObjectiveDescription Description { get; } = new("dual", -5, 5, 1, int.MaxValue, "");

    public static bool HasGradient => true;

    public double KnownOptimum => 0;

    public int RequiredDimension => 0;

    public int GetWorkspaceLength(int dimension) => 0;

    public int GetGradientWorkspaceLength(int dimension) => 0;

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        for (int i = 0; i < fitness.Length; i++)
            fitness[i] = function([.. candidates.GetRowSpan(i).ToArray().Select(x => (Dual)x)]).Value;
    }

    public void EvaluateGradient(
        ReadOnlySpan2D<double> candidates, Span<double> fitness, Span2D<double> gradients, Span<double> workspace)
    {
        Evaluate(candidates, fitness, workspace);
        for (int i = 0; i < fitness.Length; i++)
        {
            Dual[] x = [.. candidates.GetRowSpan(i).ToArray().Select(value => (Dual)value)];
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = x[j] with { Slope = 1 };
                gradients[i, j] = function(x).Slope;
                x[j] = x[j] with { Slope = 0 };
            }
        }
    }
}
