using CommunityToolkit.HighPerformance;
using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Benchmarks.Timing;

namespace L2E.Kernels.Benchmarks.Objectives;

/// <summary>What value and gradient of a batch cost, against the value alone.</summary>
internal static class GradientRow
{
    /// <param name="objective">The binding's value.</param>
    /// <param name="name">What the table calls it.</param>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="rounds">Rounds of the measurement.</param>
    /// <param name="isSmooth">Whether central differences say what the gradient is.</param>
    public static ReachRow Measure<TObjective>(TObjective objective, string name, int dimension, int rounds, bool isSmooth = true)
        where TObjective : struct, IObjective
    {
        double[,] points = BatchData.CreatePoints(dimension), gradients = new double[points.GetLength(0), dimension];
        double[] fitness = new double[points.GetLength(0)], values = new double[fitness.Length];
        double[] workspace = new double[objective.GetWorkspaceLength(dimension)];
        double[] gradientWorkspace = new double[objective.GetGradientWorkspaceLength(dimension)];
        void Value() => objective.Evaluate(points, values, workspace);
        void Both() => objective.EvaluateGradient(points, fitness, gradients, gradientWorkspace);

        Value();
        Both();
        BatchData.Check($"{name}, value with gradient", fitness, values);
        GradientDeviation deviation = GradientCheck.Compare(objective, new ReadOnlySpan2D<double>(points).GetRowSpan(0), 1e-5);
        if (isSmooth && !(deviation.Worst < 1e-4))
            throw new WrongResultException($"{name}, gradient: {deviation}");
        Interleaved times = Interleaved.Measure(rounds, Both, Value);
        return new ReachRow(
            $"{name}, value and gradient, {dimension:N0} coordinates", "the value", times.Ratio(0, 1), 3, " x",
            $"{times.Seconds(0) / points.Length * 1e9:F2} ns a coordinate")
        {
            IsUpperLimit = true,
        };
    }
}
