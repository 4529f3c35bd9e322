using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Solver.Tests;

/// <summary>
/// An objective that takes changes of one coordinate. Its state is the point itself, so that a change of another point than the state's
/// is found out; the value of a change is a full evaluation, so that nothing but the way of asking differs from <see cref="TestObjective"/>.
/// </summary>
internal readonly struct ChangeObjective(Func<double[], double> function, ChangeObjective.Calls calls) : IObjective
{
    public static ObjectiveDescription Description { get; } = new("change", -5, 5, 1, int.MaxValue, "");

    public double KnownOptimum => double.NaN;

    public int RequiredDimension => 0;

    public bool HasIncrementalEvaluation => true;

    public int GetWorkspaceLength(int dimension) => 0;

    public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
    {
        Interlocked.Add(ref calls.Points, fitness.Length);
        for (int i = 0; i < fitness.Length; i++)
            fitness[i] = function(candidates.GetRowSpan(i).ToArray());
    }

    public int GetIncrementalStateLength(int dimension) => dimension;

    public double BeginIncremental(ReadOnlySpan<double> x, Span<double> state)
    {
        calls.States++;
        x.CopyTo(state);
        return function(x.ToArray());
    }

    public double EvaluateChange(ReadOnlySpan<double> x, ReadOnlySpan<double> state, int coordinate, double value)
    {
        Assert.Equal(x.ToArray(), state.ToArray());
        calls.Changes++;
        double[] point = x.ToArray();
        point[coordinate] = value;
        return function(point);
    }

    /// <summary>How often each member was called; points and changes are evaluations.</summary>
    internal sealed class Calls
    {
        public long Points, Changes, States;
    }
}
