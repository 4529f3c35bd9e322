using System.Runtime.Intrinsics;
using CommunityToolkit.HighPerformance;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Benchmarks.Timing;

namespace L2E.Kernels.Benchmarks.Objectives;

/// <summary>What generated code of one objective reaches against the method that it was made from.</summary>
/// <typeparam name="TObjective">The generated binding.</typeparam>
/// <param name="objective">The binding's value.</param>
/// <param name="method">The user's method.</param>
/// <param name="rounds">Rounds of each measurement.</param>
internal sealed class ObjectiveRows<TObjective>(TObjective objective, ObjectiveRows<TObjective>.RowMethod method, int rounds)
    where TObjective : struct, IObjective
{
    public delegate double RowMethod(ReadOnlySpan<double> x);

    private static string Name => TObjective.Description.Name;

    /// <summary>A batch against the method called row by row.</summary>
    public ReachRow Batch(int dimension)
    {
        (double[,] points, double[] fitness, double[] workspace) = Prepare(dimension);
        double[] expected = new double[fitness.Length];
        void Scalar()
        {
            ReadOnlySpan2D<double> rows = points;
            for (int i = 0; i < expected.Length; i++)
                expected[i] = method(rows.GetRowSpan(i));
        }

        void Vector() => objective.Evaluate(points, fitness, workspace);

        Scalar();
        Vector();
        Check("batch", fitness, expected);
        Interleaved times = Interleaved.Measure(rounds, Scalar, Vector);
        double width = Vector512.IsHardwareAccelerated ? 6 : 3;
        return new ReachRow(
            $"{Name}, batch, {dimension:N0} coordinates", "the method row by row", times.Ratio(0, 1), width, " x",
            $"{times.Seconds(1) / points.Length * 1e9:F2} ns a coordinate rather than {times.Seconds(0) / points.Length * 1e9:F2}");
    }

    /// <summary>A change of one coordinate against evaluating the point again: by the method, and by the batch's vector code.</summary>
    public IEnumerable<ReachRow> Change(int dimension)
    {
        (double[,] points, _, double[] workspace) = Prepare(dimension);
        double[] x = new ReadOnlySpan2D<double>(points).GetRowSpan(0).ToArray(), one = new double[1];
        double[] state = new double[objective.GetIncrementalStateLength(dimension)];
        objective.BeginIncremental(x, state);
        const int Changes = 1000;
        double sum = 0;
        void Probe()
        {
            for (int k = 0; k < Changes; k++)
                sum += objective.EvaluateChange(x, state, k * 7 % dimension, 0.25);
        }

        void Scalar() => sum += method(x);
        void Vector() => objective.Evaluate(new ReadOnlySpan2D<double>(x, 1, dimension), one, workspace);

        double probed = objective.EvaluateChange(x, state, 7, 0.25);
        double[] changed = [.. x];
        changed[7] = 0.25;
        Check("change", [probed], [method(changed)]);
        Interleaved times = Interleaved.Measure(rounds, Scalar, Vector, Probe);
        string detail = $"{times.Seconds(2) / Changes * 1e9:F0} ns a change";
        yield return new ReachRow(
            $"{Name}, change of one coordinate of {dimension:N0}", "the method", Changes * times.Ratio(0, 2), 100, " x", detail);
        yield return new ReachRow(
            $"{Name}, change of one coordinate of {dimension:N0}", "its vector code", Changes * times.Ratio(1, 2), 100, " x", detail);
    }

    /// <summary>A batch against vector code by hand.</summary>
    public ReachRow AgainstHand(int dimension, RowMethod hand)
    {
        (double[,] points, double[] fitness, double[] workspace) = Prepare(dimension);
        double[] expected = new double[fitness.Length];
        void Hand()
        {
            ReadOnlySpan2D<double> rows = points;
            for (int i = 0; i < expected.Length; i++)
                expected[i] = hand(rows.GetRowSpan(i));
        }

        void Generated() => objective.Evaluate(points, fitness, workspace);

        Hand();
        Generated();
        Check("by hand", fitness, expected);
        Interleaved times = Interleaved.Measure(rounds, Generated, Hand);
        return new ReachRow(
            $"{Name}, batch, {dimension:N0} coordinates", "vector code by hand", times.Ratio(0, 1), 1.3, " x",
            $"{times.Seconds(0) / points.Length * 1e9:F2} ns a coordinate rather than {times.Seconds(1) / points.Length * 1e9:F2}")
        {
            IsUpperLimit = true,
        };
    }

    private (double[,] Points, double[] Fitness, double[] Workspace) Prepare(int dimension)
    {
        double[,] points = BatchData.CreatePoints(dimension);
        return (points, new double[points.GetLength(0)], new double[objective.GetWorkspaceLength(dimension)]);
    }

    private static void Check(string what, double[] actual, double[] expected) => BatchData.Check($"{Name}, {what}", actual, expected);
}
