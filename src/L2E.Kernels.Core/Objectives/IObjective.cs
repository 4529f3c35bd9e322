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
}
