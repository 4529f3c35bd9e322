using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Training;

/// <summary>A function with gradients to train on, over the same interval in every coordinate.</summary>
public abstract class TrainingTask
{
    private protected TrainingTask(string family, double lower, double upper, double optimum, int dimension) =>
        (Family, Lower, Upper, Optimum, Dimension) = (family, lower, upper, optimum, dimension);

    /// <summary>Name of the family that the function belongs to.</summary>
    public string Family { get; }

    /// <summary>Lower bound of every coordinate.</summary>
    public double Lower { get; }

    /// <summary>Upper bound of every coordinate.</summary>
    public double Upper { get; }

    /// <summary>The smallest value: losses are of what is above it.</summary>
    public double Optimum { get; }

    /// <summary>Number of coordinates.</summary>
    public int Dimension { get; }

    /// <summary>Doubles of scratch that both kinds of evaluation need.</summary>
    public abstract int WorkspaceLength { get; }

    /// <summary>A task of an objective that has gradients and a known optimum.</summary>
    /// <typeparam name="TObjective">The objective's binding.</typeparam>
    /// <param name="objective">The objective.</param>
    /// <param name="dimension">Number of coordinates, one that the objective admits.</param>
    /// <exception cref="ArgumentException">It has no gradient, or no known optimum.</exception>
    public static TrainingTask Create<TObjective>(TObjective objective, int dimension)
        where TObjective : struct, IObjective
    {
        if (!TObjective.HasGradient)
            Guard.ThrowArgument(nameof(objective), "one that has gradients", TObjective.Description.Name);
        if (!double.IsFinite(objective.KnownOptimum))
            Guard.ThrowArgument(nameof(objective), "one whose optimum is known", TObjective.Description.Name);
        return new ObjectiveTask<TObjective>(objective, dimension);
    }

    /// <summary>The values of points.</summary>
    /// <param name="points">[count, <see cref="Dimension"/>]</param>
    /// <param name="fitness">Destination (=), [count].</param>
    /// <param name="workspace">Scratch of at least <see cref="WorkspaceLength"/> doubles.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public abstract void Evaluate(ReadOnlySpan2D<double> points, Span<double> fitness, Span<double> workspace);

    /// <summary>The values and gradients of points.</summary>
    /// <param name="points">[count, <see cref="Dimension"/>]</param>
    /// <param name="fitness">Destination (=), [count].</param>
    /// <param name="gradients">Destination (=), [count, <see cref="Dimension"/>].</param>
    /// <param name="workspace">Scratch of at least <see cref="WorkspaceLength"/> doubles.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public abstract void EvaluateGradient(
        ReadOnlySpan2D<double> points, Span<double> fitness, Span2D<double> gradients, Span<double> workspace);

    private sealed class ObjectiveTask<TObjective>(TObjective objective, int dimension) : TrainingTask(
        TObjective.Description.Name, TObjective.Description.Lower, TObjective.Description.Upper, objective.KnownOptimum, dimension)
        where TObjective : struct, IObjective
    {
        public override int WorkspaceLength { get; } =
            Math.Max(objective.GetWorkspaceLength(dimension), objective.GetGradientWorkspaceLength(dimension));

        public override void Evaluate(ReadOnlySpan2D<double> points, Span<double> fitness, Span<double> workspace) =>
            objective.Evaluate(points, fitness, workspace);

        public override void EvaluateGradient(
            ReadOnlySpan2D<double> points, Span<double> fitness, Span2D<double> gradients, Span<double> workspace) =>
            objective.EvaluateGradient(points, fitness, gradients, workspace);
    }
}
