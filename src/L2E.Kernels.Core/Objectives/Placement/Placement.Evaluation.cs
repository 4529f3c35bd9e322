using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>
/// The members of <see cref="IObjective"/> for an objective that is placed: generated bindings call these with the objective in its own
/// coordinates, after they have checked the arguments.
/// </summary>
public readonly partial struct Placement
{
    // Points that are mapped together: 512 KiB of them stay in the second-level cache until they are evaluated.
    private const int TileLength = 1 << 16;

    /// <summary>Points that are mapped, and then evaluated, together.</summary>
    private int TileRows => dense is not null ? DenseRotation.TileRows : Math.Clamp(TileLength / Math.Max(Dimension, 1), 1, DenseRotation.TileRows);

    /// <summary>Number of doubles of workspace that <see cref="Evaluate"/> needs.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">The objective in its own coordinates.</param>
    public int GetWorkspaceLength<TObjective>(in TObjective objective)
        where TObjective : struct, IObjective =>
        checked(GetScratchLength(TileRows) + objective.GetWorkspaceLength(Dimension));

    /// <summary><c>fitness[i] = f(Q (candidates[i, :] - o))</c>, with the bits of each row on its own.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">f, the objective in its own coordinates.</param>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="fitness">Destination (=), <c>[count]</c>.</param>
    /// <param name="workspace">At least <see cref="GetWorkspaceLength"/> doubles.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Evaluate<TObjective>(
        in TObjective objective, ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
        where TObjective : struct, IObjective
    {
        for (int first = 0; first < candidates.Height; first += TileRows)
        {
            int count = Math.Min(TileRows, candidates.Height - first), scratchLength = GetScratchLength(count);
            ReadOnlySpan2D<double> placed = Map(candidates.Slice(first, 0, count, candidates.Width), workspace[..scratchLength]);
            objective.Evaluate(placed, fitness.Slice(first, count), workspace[scratchLength..]);
        }
    }

    /// <summary>Number of doubles of workspace that <see cref="EvaluateGradient"/> needs.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">The objective in its own coordinates.</param>
    /// <exception cref="NotSupportedException">The objective has no gradient.</exception>
    public int GetGradientWorkspaceLength<TObjective>(in TObjective objective)
        where TObjective : struct, IObjective =>
        checked(GetScratchLength(TileRows) + objective.GetGradientWorkspaceLength(Dimension));

    /// <summary>
    /// The same with gradients by x in one pass: <c>gradients[i, :] = Q^T g</c> for the gradient g of f at <c>Q (candidates[i, :] - o)</c>.
    /// </summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">f, the objective in its own coordinates.</param>
    /// <param name="candidates">The points, <c>[count, dimension]</c>.</param>
    /// <param name="fitness">Destination (=), <c>[count]</c>.</param>
    /// <param name="gradients">Destination (=), <c>[count, dimension]</c>.</param>
    /// <param name="workspace">At least <see cref="GetGradientWorkspaceLength"/> doubles.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="NotSupportedException">The objective has no gradient.</exception>
    public void EvaluateGradient<TObjective>(
        in TObjective objective, ReadOnlySpan2D<double> candidates, Span<double> fitness, Span2D<double> gradients,
        Span<double> workspace)
        where TObjective : struct, IObjective
    {
        for (int first = 0; first < candidates.Height; first += TileRows)
        {
            int count = Math.Min(TileRows, candidates.Height - first), scratchLength = GetScratchLength(count);
            Span<double> scratch = workspace[..scratchLength];
            ReadOnlySpan2D<double> placed = Map(candidates.Slice(first, 0, count, candidates.Width), scratch);
            Span2D<double> rows = gradients.Slice(first, 0, count, candidates.Width);
            objective.EvaluateGradient(placed, fitness.Slice(first, count), rows, workspace[scratchLength..]);
            MapGradients(rows, scratch);
        }
    }

    /// <summary>Number of doubles of state for changes of single coordinates: those of the objective, and y.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">The objective in its own coordinates.</param>
    /// <exception cref="NotSupportedException">There is a rotation, or the objective has no incremental evaluation.</exception>
    public int GetIncrementalStateLength<TObjective>(in TObjective objective)
        where TObjective : struct, IObjective =>
        IsRotated ? throw ObjectiveGuard.NoIncrementalEvaluation() : checked(Dimension + objective.GetIncrementalStateLength(Dimension));

    /// <summary><c>f(x - o)</c> and the state that belongs to it.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">f, the objective in its own coordinates.</param>
    /// <param name="x">The point, <c>[dimension]</c>.</param>
    /// <param name="state">Destination (=), at least <see cref="GetIncrementalStateLength"/> doubles.</param>
    /// <returns>f(x - o).</returns>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public double BeginIncremental<TObjective>(in TObjective objective, ReadOnlySpan<double> x, Span<double> state)
        where TObjective : struct, IObjective
    {
        Guard.Length(x, Dimension, "[dimension]");
        Span<double> placed = state[..Dimension];
        Lanes.Subtract(x, Shift, placed);
        return objective.BeginIncremental(placed, state[Dimension..]);
    }

    /// <summary><c>f(x - o)</c> where x differs in one coordinate from the point that a state belongs to.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">f, the objective in its own coordinates.</param>
    /// <param name="state">The state.</param>
    /// <param name="coordinate">Which coordinate, 0 to dimension - 1.</param>
    /// <param name="value">What that coordinate of x is instead.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public double EvaluateChange<TObjective>(in TObjective objective, ReadOnlySpan<double> state, int coordinate, double value)
        where TObjective : struct, IObjective =>
        objective.EvaluateChange(state[..Dimension], state[Dimension..], coordinate, value - Shift[coordinate]);

    /// <summary>Makes the change in the point and in the state.</summary>
    /// <typeparam name="TObjective">Type of the objective.</typeparam>
    /// <param name="objective">f, the objective in its own coordinates.</param>
    /// <param name="x">The point that the state belongs to, <c>[dimension]</c>; changed.</param>
    /// <param name="state">Its state; changed.</param>
    /// <param name="coordinate">Which coordinate, 0 to dimension - 1.</param>
    /// <param name="value">What that coordinate becomes.</param>
    /// <returns><c>f(x - o)</c> after the change.</returns>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public double ApplyChange<TObjective>(in TObjective objective, Span<double> x, Span<double> state, int coordinate, double value)
        where TObjective : struct, IObjective
    {
        double changed = objective.ApplyChange(state[..Dimension], state[Dimension..], coordinate, value - Shift[coordinate]);
        x[coordinate] = value;
        return changed;
    }
}
