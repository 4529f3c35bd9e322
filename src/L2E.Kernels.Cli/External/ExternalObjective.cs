using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Cli.External;

/// <summary>A program as an objective, with constraints if it has some. One program has one input, so it evaluates on one thread.</summary>
internal readonly struct ExternalObjective(IExternalProgram program) : IObjective
{
    // The box comes from the command line, not from the type.
    public static ObjectiveDescription Description { get; } =
        new("command", double.NaN, double.NaN, 1, int.MaxValue, "Any program: one JSON array a line in, one number a line out, and the constraints behind it.");

    public double KnownOptimum => double.NaN;

    public int RequiredDimension => 0;

    public int GetWorkspaceLength(int dimension) => 0;

    public int ConstraintCount => program.ConstraintCount;

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) =>
        program.Evaluate(candidates, fitness);

    // They came with the fitness.
    public void EvaluateConstraints(ReadOnlySpan2D<double> candidates, Span2D<double> constraints) =>
        program.Constraints.Slice(0, 0, candidates.Height, ConstraintCount).CopyTo(constraints);
}
