using System.Diagnostics.CodeAnalysis;
using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>
/// The argument checks of objectives and catalogues: generated code calls them, and so should a hand-written
/// <see cref="IObjective"/>.
/// </summary>
public static class ObjectiveGuard
{
    /// <summary>Checks the arguments of <see cref="IObjective.Evaluate"/>; a batch without rows needs no workspace.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">The objective that is about to evaluate the batch.</param>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="fitness">Destination, exactly <c>[count]</c>.</param>
    /// <param name="workspace">Scratch of at least <see cref="IObjective.GetWorkspaceLength"/> doubles.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, or the dimension is not one that the description and the value admit.
    /// </exception>
    public static void CheckBatch<TObjective>(
        in TObjective objective, ReadOnlySpan2D<double> candidates, ReadOnlySpan<double> fitness, ReadOnlySpan<double> workspace)
        where TObjective : struct, IObjective
    {
        Guard.Length(fitness, candidates.Height, "[count]");
        if (candidates.Height == 0)
            return;
        CheckDimension(candidates.Width, objective.RequiredDimension, TObjective.Description, nameof(candidates));
        Guard.MinimumLength(workspace, objective.GetWorkspaceLength(candidates.Width), "GetWorkspaceLength(dimension)");
    }

    /// <summary>Checks the arguments of <see cref="IObjective.EvaluateGradient"/>; a batch without rows needs no workspace.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">The objective that is about to evaluate the batch.</param>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="fitness">Destination, exactly <c>[count]</c>.</param>
    /// <param name="gradients">Destination, exactly <c>[count, dimension]</c>.</param>
    /// <param name="workspace">Scratch of at least <see cref="IObjective.GetGradientWorkspaceLength"/> doubles.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, or the dimension is not one that the description and the value admit.
    /// </exception>
    public static void CheckGradientBatch<TObjective>(
        in TObjective objective, ReadOnlySpan2D<double> candidates, ReadOnlySpan<double> fitness, ReadOnlySpan2D<double> gradients,
        ReadOnlySpan<double> workspace)
        where TObjective : struct, IObjective
    {
        Guard.Length(fitness, candidates.Height, "[count]");
        CheckMatrix(gradients, candidates.Height, candidates.Width, nameof(gradients), "[count, dimension]");
        if (candidates.Height == 0)
            return;
        CheckDimension(candidates.Width, objective.RequiredDimension, TObjective.Description, nameof(candidates));
        Guard.MinimumLength(workspace, objective.GetGradientWorkspaceLength(candidates.Width), "GetGradientWorkspaceLength(dimension)");
    }

    /// <summary>Checks the arguments of <see cref="IObjective.EvaluateConstraints"/>.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">The objective whose constraints are about to be evaluated.</param>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="constraints">Destination, exactly <c>[count, ConstraintCount]</c>.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, or the dimension is not one that the description and the value admit.
    /// </exception>
    public static void CheckConstraints<TObjective>(
        in TObjective objective, ReadOnlySpan2D<double> candidates, ReadOnlySpan2D<double> constraints)
        where TObjective : struct, IObjective
    {
        CheckMatrix(constraints, candidates.Height, objective.ConstraintCount, nameof(constraints), "[count, ConstraintCount]");
        if (candidates.Height != 0)
            CheckDimension(candidates.Width, objective.RequiredDimension, TObjective.Description, nameof(candidates));
    }

    /// <summary>Checks the arguments of incremental evaluation.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">The objective that is about to evaluate the point.</param>
    /// <param name="x">The point, <c>[dimension]</c>.</param>
    /// <param name="state">State of at least <see cref="IObjective.GetIncrementalStateLength"/> doubles.</param>
    /// <param name="coordinate">The coordinate that is another; 0 where none is.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, there is no such coordinate, or the dimension is not one that the description and the value admit.
    /// </exception>
    public static void CheckIncremental<TObjective>(
        in TObjective objective, ReadOnlySpan<double> x, ReadOnlySpan<double> state, int coordinate = 0)
        where TObjective : struct, IObjective
    {
        CheckDimension(x.Length, objective.RequiredDimension, TObjective.Description, nameof(x));
        Guard.MinimumLength(state, objective.GetIncrementalStateLength(x.Length), "GetIncrementalStateLength(dimension)");
        Guard.InRange(coordinate, 0, x.Length - 1);
    }

    /// <summary>Checks the arguments of <see cref="IDeviceBinding.WriteData"/>.</summary>
    /// <typeparam name="TBinding">Type of the binding.</typeparam>
    /// <param name="binding">The binding that is about to write.</param>
    /// <param name="data">Destination, exactly <see cref="IDeviceBinding.DataLength"/> floats.</param>
    /// <param name="layout">Destination, exactly <see cref="IDeviceBinding.LayoutLength"/> integers.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public static void CheckDeviceData<TBinding>(in TBinding binding, ReadOnlySpan<float> data, ReadOnlySpan<int> layout)
        where TBinding : struct, IDeviceBinding
    {
        Guard.Length(data, binding.DataLength, "DataLength");
        Guard.Length(layout, binding.LayoutLength, "LayoutLength");
    }

    /// <summary>Checks that an objective can be made as <paramref name="instance"/> asks.</summary>
    /// <param name="instance">What is asked for.</param>
    /// <param name="description">The objective.</param>
    /// <param name="isFixed">Whether the objective has no data, so that there is nothing to rotate or move it by.</param>
    /// <exception cref="ArgumentException">
    /// The dimension is out of the objective's range, or a rotation or another region of the optimum is asked of a fixed objective.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="description"/> is null.</exception>
    public static void CheckInstance(in ObjectiveInstance instance, ObjectiveDescription description, bool isFixed)
    {
        ArgumentNullException.ThrowIfNull(description);
        CheckDimension(instance.Dimension, description, nameof(instance));
        if (isFixed && instance.Rotated)
            Guard.ThrowArgument(nameof(instance), $"no rotation ({description.Name} cannot be rotated)", nameof(instance.Rotated));
        if (isFixed && instance.Optimum != OptimumRegion.Centred)
            Guard.ThrowArgument("instance.Optimum", $"Centred (the optimum of {description.Name} cannot be moved)", $"{instance.Optimum}");
    }

    /// <summary>Throws for a name that a catalogue does not list.</summary>
    /// <param name="name">The name that was asked for.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void ThrowUnknownName(string? name) =>
        Guard.ThrowArgument(nameof(name), "the name of an objective in the catalogue", name ?? "null");

    internal static NotSupportedException NoGradient() =>
        new("The objective has no gradient: ask HasGradient first.");

    internal static NotSupportedException NoConstraints() =>
        new("The objective has no constraints: ask ConstraintCount first.");

    internal static NotSupportedException NoIncrementalEvaluation() =>
        new("The objective has no incremental evaluation: ask HasIncrementalEvaluation first.");

    // Not in the methods that are generic: those are compiled for every objective.
    private static void CheckMatrix(ReadOnlySpan2D<double> matrix, int rows, int columns, string name, string shape)
    {
        // Without rows it has no columns either.
        if (matrix.Height != rows || (matrix.Width != columns && rows != 0))
            Guard.ThrowArgument(name, $"{rows} x {columns} ({shape})", $"{matrix.Height} x {matrix.Width}");
    }

    // The only dimension that is required; 0 where any one of the description is right.
    private static void CheckDimension(int dimension, int required, ObjectiveDescription description, string name)
    {
        CheckDimension(dimension, description, name);
        if (required != 0 && dimension != required)
            ThrowDimension(dimension, $"{required}", description, name);
    }

    private static void CheckDimension(int dimension, ObjectiveDescription description, string name)
    {
        if (dimension >= description.MinDimension && dimension <= description.MaxDimension)
            return;
        string expected = description switch
        {
            { MinDimension: var only } when only == description.MaxDimension => $"{only}",
            { MaxDimension: int.MaxValue } => $"at least {description.MinDimension}",
            _ => $"{description.MinDimension} to {description.MaxDimension}",
        };
        ThrowDimension(dimension, expected, description, name);
    }

    [DoesNotReturn]
    private static void ThrowDimension(int dimension, string expected, ObjectiveDescription description, string name) =>
        Guard.ThrowArgument(name, $"a dimension of {expected} ({description.Name})", $"{dimension}");
}
