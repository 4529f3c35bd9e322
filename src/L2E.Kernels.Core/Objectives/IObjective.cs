using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

/// <summary>
/// A function to minimise over a box, bound so that a solver calls it with no boxing, delegate or reflection: solvers take
/// the implementing struct as a type argument. The source generator writes implementations for types marked with
/// <see cref="ObjectiveAttribute"/>.
/// </summary>
public interface IObjective
{
    /// <summary>Name, bounds and admissible dimensions, the same for every value of the type.</summary>
    static abstract ObjectiveDescription Description { get; }

    /// <summary>The smallest value of this objective in its box; NaN when it is not known.</summary>
    double KnownOptimum { get; }

    /// <summary>The only number of coordinates that this value accepts (its data has that length); 0 when any will do.</summary>
    int RequiredDimension { get; }

    /// <summary>The number of doubles of scratch that <see cref="Evaluate"/> needs for candidates of a dimension.</summary>
    /// <param name="dimension">Number of coordinates, at least 1.</param>
    int GetWorkspaceLength(int dimension);

    /// <summary>
    /// Evaluates a batch: <c>fitness[i] = f(candidates[i, :])</c>. Each row is evaluated on its own: the result for a row does
    /// not depend on the other rows, so that a batch can be split between threads.
    /// </summary>
    /// <param name="candidates">The points, <c>[count, dimension]</c>, one a row; read only.</param>
    /// <param name="fitness">Destination, <c>[count]</c>; NaN and infinities are passed through, the solver ranks them last.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> doubles; contents before and after are undefined.</param>
    void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace);

    /// <summary>Number of constraints <c>g_j(x) &lt;= 0</c> that a solution has to keep.</summary>
    int ConstraintCount => 0;

    /// <summary>
    /// The constraints of a batch: <c>constraints[i, j] = g_j(candidates[i, :])</c>, at most 0 where the constraint is kept. A solver asks
    /// for them after <see cref="Evaluate"/> of the same rows.
    /// </summary>
    /// <param name="candidates">The points, <c>[count, dimension]</c>, one a row; read only.</param>
    /// <param name="constraints">Destination (=), <c>[count, ConstraintCount]</c>; a row with NaN or an infinity is that of a failed point.</param>
    /// <exception cref="NotSupportedException">There are none: <see cref="ConstraintCount"/> is 0.</exception>
    void EvaluateConstraints(ReadOnlySpan2D<double> candidates, Span2D<double> constraints) => throw ObjectiveGuard.NoConstraints();

    /// <summary>Whether <see cref="EvaluateGradient"/> can be called.</summary>
    static virtual bool HasGradient => false;

    /// <summary>The number of doubles of scratch that <see cref="EvaluateGradient"/> needs for candidates of a dimension.</summary>
    /// <param name="dimension">Number of coordinates, at least 1.</param>
    /// <exception cref="NotSupportedException">There is no gradient: <see cref="HasGradient"/> is false.</exception>
    int GetGradientWorkspaceLength(int dimension) => throw ObjectiveGuard.NoGradient();

    /// <summary>
    /// Values and gradients of a batch in one pass: <c>fitness[i] = f(candidates[i, :])</c>,
    /// <c>gradients[i, j] = df / dx_j (candidates[i, :])</c>. Where f has a kink the gradient is that of the branch taken.
    /// </summary>
    /// <remarks>
    /// In generated gradients the derivative of Abs at 0 is 0, and so are those of Sqrt, Cbrt and Pow where they are infinite at 0, so that
    /// a norm has the gradient 0 at its tip; of equal arguments of Max or Min the first has the derivative; a bound of Clamp has it only
    /// beyond the bound; Floor, Ceiling, Round, Truncate and Sign have the derivative 0. An objective written in float has its gradient
    /// computed in float.
    /// </remarks>
    /// <param name="candidates">The points, <c>[count, dimension]</c>, one a row; read only.</param>
    /// <param name="fitness">Destination (=), <c>[count]</c>; NaN and infinities are passed through.</param>
    /// <param name="gradients">Destination (=), <c>[count, dimension]</c>, apart from the candidates.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetGradientWorkspaceLength"/> doubles; contents before and after are undefined.</param>
    /// <exception cref="NotSupportedException">There is no gradient: <see cref="HasGradient"/> is false.</exception>
    void EvaluateGradient(
        ReadOnlySpan2D<double> candidates, Span<double> fitness, Span2D<double> gradients, Span<double> workspace) =>
        throw ObjectiveGuard.NoGradient();

    /// <summary>
    /// Whether the value after a change of one coordinate can be had in time that does not depend on the dimension. A matter of the value,
    /// not of the type alone: a rotation mixes all coordinates.
    /// </summary>
    bool HasIncrementalEvaluation => false;

    /// <summary>The number of doubles that the state of incremental evaluation takes.</summary>
    /// <param name="dimension">Number of coordinates, at least 1.</param>
    /// <exception cref="NotSupportedException"><see cref="HasIncrementalEvaluation"/> is false.</exception>
    int GetIncrementalStateLength(int dimension) => throw ObjectiveGuard.NoIncrementalEvaluation();

    /// <summary>Evaluates a point in full and writes the state that belongs to it.</summary>
    /// <param name="x">The point, <c>[dimension]</c>.</param>
    /// <param name="state">Destination (=), at least <see cref="GetIncrementalStateLength"/> doubles.</param>
    /// <returns>f(x).</returns>
    /// <exception cref="NotSupportedException"><see cref="HasIncrementalEvaluation"/> is false.</exception>
    double BeginIncremental(ReadOnlySpan<double> x, Span<double> state) => throw ObjectiveGuard.NoIncrementalEvaluation();

    /// <summary>The value at the point that differs from x in one coordinate; equal to a full evaluation up to rounding.</summary>
    /// <param name="x">The point that the state belongs to, <c>[dimension]</c>.</param>
    /// <param name="state">Its state.</param>
    /// <param name="coordinate">Which coordinate, 0 to dimension - 1.</param>
    /// <param name="value">What that coordinate is instead.</param>
    /// <exception cref="NotSupportedException"><see cref="HasIncrementalEvaluation"/> is false.</exception>
    double EvaluateChange(ReadOnlySpan<double> x, ReadOnlySpan<double> state, int coordinate, double value) =>
        throw ObjectiveGuard.NoIncrementalEvaluation();

    /// <summary>
    /// Makes the change: x gets the value, the state becomes that of the new point. Rounding errors of changes add up: begin anew after
    /// some thousands of them.
    /// </summary>
    /// <param name="x">The point that the state belongs to, <c>[dimension]</c>; changed.</param>
    /// <param name="state">Its state; changed.</param>
    /// <param name="coordinate">Which coordinate, 0 to dimension - 1.</param>
    /// <param name="value">What that coordinate becomes.</param>
    /// <returns>f(x) after the change.</returns>
    /// <exception cref="NotSupportedException"><see cref="HasIncrementalEvaluation"/> is false.</exception>
    double ApplyChange(Span<double> x, Span<double> state, int coordinate, double value) =>
        throw ObjectiveGuard.NoIncrementalEvaluation();
}
