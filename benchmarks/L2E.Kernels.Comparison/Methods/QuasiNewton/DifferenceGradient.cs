using CommunityToolkit.HighPerformance;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods.QuasiNewton;

/// <summary>Value and gradient by forward differences, backward where the box ends.</summary>
internal sealed class DifferenceGradient
{
    private const int Elements = 1 << 14;

    private readonly BlackBox box;
    private readonly double[] points, values;
    private readonly int rows;

    public DifferenceGradient(BlackBox box)
    {
        this.box = box;
        rows = Math.Clamp(Elements / box.Dimension, 1, 64);
        points = new double[rows * box.Dimension];
        values = new double[rows];
    }

    /// <summary>Evaluates the point, and every point beside it.</summary>
    /// <param name="x">The point, <c>[dimension]</c>, inside the box.</param>
    /// <param name="gradient">Destination (=), <c>[dimension]</c>.</param>
    /// <returns>The point's value.</returns>
    public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double value = box.Evaluate(x), length = box.DifferenceStep * box.Range;
        for (int first = 0; first < x.Length; first += rows)
        {
            int count = Math.Min(rows, x.Length - first);
            for (int i = 0; i < count; i++)
            {
                Span<double> point = points.AsSpan(i * x.Length, x.Length);
                x.CopyTo(point);
                point[first + i] += x[first + i] + length <= box.Upper ? length : -length;
            }

            box.Evaluate(new ReadOnlySpan2D<double>(points, 0, count, x.Length, 0), values.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                double slope = (values[i] - value) / (points[i * x.Length + first + i] - x[first + i]);
                gradient[first + i] = double.IsFinite(slope) ? slope : 0;
            }
        }

        return value;
    }
}
