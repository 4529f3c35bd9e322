using CommunityToolkit.HighPerformance;
using L2E.Kernels.Comparison.Suites;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Comparison.Control;

/// <summary>What a policy is worth on starts that it was not optimised on: the value of the best point on another instance.</summary>
internal static class UnseenStarts
{
    // Instances are seeds, of which a comparison has at most some thousands.
    private const int Offset = 1_000_000_000;

    private static readonly string[] policies = ["acrobot", "cartpole", "pendulum", "reacher"];

    /// <summary>The value on 8 other starts; NaN where the problem is no policy.</summary>
    /// <param name="cell">The problem.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="best">The best point of the run.</param>
    public static double Evaluate(Cell cell, int seed, double[] best)
    {
        if (!policies.Contains(cell.Problem))
            return double.NaN;
        IObjective objective = AnyObjective.Create(cell.Problem, new ObjectiveInstance(cell.Dimension, seed % Offset + Offset));
        double[] value = new double[1];
        objective.Evaluate(new ReadOnlySpan2D<double>(best, 1, best.Length), value, new double[objective.GetWorkspaceLength(best.Length)]);
        return value[0];
    }
}
