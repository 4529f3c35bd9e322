using CommunityToolkit.HighPerformance;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Solving;

/// <summary>An objective whose values a device computes, in float; whatever else it tells is what it tells on the CPU.</summary>
/// <param name="objective">The objective; by its interface, so that there is one of these, and one solver of it, for all of them.</param>
/// <param name="evaluation">Its evaluation on the device; the caller's to dispose of.</param>
internal readonly struct DeviceObjective(IObjective objective, DevicePopulationEvaluation evaluation) : IObjective
{
    /// <summary>Points that are evaluated at once; larger batches go in parts.</summary>
    public const int BatchSize = 1024;

    // Of no objective in particular: what was asked for was compared with the objective's own.
    public static ObjectiveDescription Description { get; } = new("device", -1, 1, 1, int.MaxValue, "An objective on a device.");

    public double KnownOptimum => objective.KnownOptimum;

    public int RequiredDimension => objective.RequiredDimension;

    public int ConstraintCount => objective.ConstraintCount;

    public int GetWorkspaceLength(int dimension) => 0;

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        for (int first = 0; first < candidates.Height; first += BatchSize)
        {
            int count = Math.Min(BatchSize, candidates.Height - first);
            evaluation.Evaluate(candidates.Slice(first, 0, count, candidates.Width), fitness.Slice(first, count));
        }
    }

    public void EvaluateConstraints(ReadOnlySpan2D<double> candidates, Span2D<double> constraints) =>
        objective.EvaluateConstraints(candidates, constraints);
}
