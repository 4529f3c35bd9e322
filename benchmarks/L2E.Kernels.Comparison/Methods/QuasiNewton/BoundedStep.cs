using System.Numerics.Tensors;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods.QuasiNewton;

/// <summary>
/// The step of L-BFGS-B: along the projected gradient to the generalised Cauchy point, then to the minimum of the model over the
/// coordinates that are free there (the paper's algorithm CP and its direct primal method).
/// </summary>
internal sealed class BoundedStep(LimitedMemory memory, double lower, double upper, int dimension)
{
    private readonly double[] cauchy = new double[dimension], descent = new double[dimension], reduced = new double[dimension];
    private readonly double[] breakpoints = new double[dimension], target = new double[dimension];
    private readonly int[] order = new int[dimension];
    private double[] cauchyProjection = [];

    /// <summary>Finds the direction from x to the minimum of the model in the box.</summary>
    /// <param name="x">The point, <c>[dimension]</c>, inside the box.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="direction">Destination (=), <c>[dimension]</c>.</param>
    public void FindDirection(ReadOnlySpan<double> x, ReadOnlySpan<double> gradient, Span<double> direction)
    {
        FindCauchyPoint(x, gradient);
        cauchy.CopyTo(target, 0);
        if (memory.Count > 0)
            MinimiseOverFree(x, gradient);
        SearchRange.Clip(target, lower, upper, target);
        TensorPrimitives.Subtract(target, x, direction);
        // Clipping may turn the direction uphill; then only as much of it is taken as the box has room for.
        if (TensorPrimitives.Dot(gradient, direction) >= 0 && memory.Count > 0)
        {
            Shorten();
            TensorPrimitives.Subtract(target, x, direction);
        }
    }

    private void FindCauchyPoint(ReadOnlySpan<double> x, ReadOnlySpan<double> gradient)
    {
        x.CopyTo(cauchy);
        int count = 0;
        for (int i = 0; i < dimension; i++)
        {
            double bound = gradient[i] < 0 ? upper : lower;
            double reach = gradient[i] == 0 ? double.PositiveInfinity : (x[i] - bound) / gradient[i];
            descent[i] = reach > 0 ? -gradient[i] : 0;
            if (reach > 0 && double.IsFinite(reach))
            {
                breakpoints[count] = reach;
                order[count++] = i;
            }
        }

        Array.Sort(breakpoints, order, 0, count);
        double theta = memory.Theta;
        double[] p = memory.Project(descent), c = new double[memory.Width], row = new double[memory.Width];
        double slope = -TensorPrimitives.SumOfSquares<double>(descent), curvature = -theta * slope - Form(p, p);
        double least = -slope / curvature, time = 0;
        for (int k = 0; k < count; k++)
        {
            double span = breakpoints[k] - time;
            if (least < span)
                break;
            int b = order[k];
            cauchy[b] = descent[b] > 0 ? upper : lower;
            double moved = cauchy[b] - x[b], g = gradient[b];
            TensorPrimitives.MultiplyAdd(p, span, c, c);
            memory.CopyRow(b, row);
            slope += span * curvature + g * g + theta * g * moved - g * Form(row, c);
            curvature -= theta * g * g + 2 * g * Form(row, p) + g * g * Form(row, row);
            TensorPrimitives.MultiplyAdd(row, g, p, p);
            descent[b] = 0;
            time = breakpoints[k];
            least = curvature > 0 ? -slope / curvature : 0;
        }

        least = Math.Max(least, 0);
        TensorPrimitives.MultiplyAdd(p, least, c, c);
        for (int i = 0; i < dimension; i++)
            if (descent[i] != 0)
                cauchy[i] = Math.Clamp(x[i] + (time + least) * descent[i], lower, upper);
        cauchyProjection = c;
    }

    private void MinimiseOverFree(ReadOnlySpan<double> x, ReadOnlySpan<double> gradient)
    {
        double theta = memory.Theta;
        int width = memory.Width;
        // The reduced gradient at the Cauchy point; 0 where the coordinate is held by its bound.
        TensorPrimitives.Subtract(cauchy, x, reduced);
        TensorPrimitives.MultiplyAdd(reduced, theta, gradient, reduced);
        memory.AddTo(reduced, SmallMatrix.Multiply(memory.Middle, cauchyProjection), -1);
        for (int i = 0; i < dimension; i++)
            reduced[i] = IsFree(i) ? reduced[i] : 0;

        double[] v = SmallMatrix.Multiply(memory.Middle, memory.Project(reduced));
        double[] inner = new double[width * width], row = new double[width];
        for (int i = 0; i < dimension; i++)
        {
            if (!IsFree(i))
                continue;
            memory.CopyRow(i, row);
            for (int a = 0; a < width; a++)
                TensorPrimitives.MultiplyAdd(row, row[a] / theta, inner.AsSpan(a * width, width), inner.AsSpan(a * width, width));
        }

        // I - M (W^T Z Z^T W) / theta, column by column as the inner matrix is symmetric.
        double[] system = new double[width * width];
        for (int a = 0; a < width; a++)
        {
            double[] column = SmallMatrix.Multiply(memory.Middle, inner.AsSpan(a * width, width));
            for (int b = 0; b < width; b++)
                system[b * width + a] = (a == b ? 1 : 0) - column[b];
        }

        if (!SmallMatrix.Invert(system, width))
            return;
        v = SmallMatrix.Multiply(system, v);
        TensorPrimitives.Multiply(reduced, -1 / theta, reduced);
        memory.AddTo(reduced, v, -1 / (theta * theta));
        for (int i = 0; i < dimension; i++)
            target[i] = IsFree(i) ? cauchy[i] + reduced[i] : cauchy[i];
    }

    private void Shorten()
    {
        double share = 1;
        for (int i = 0; i < dimension; i++)
        {
            if (!IsFree(i) || reduced[i] == 0)
                continue;
            double room = (reduced[i] > 0 ? upper - cauchy[i] : lower - cauchy[i]) / reduced[i];
            share = Math.Min(share, room);
        }

        for (int i = 0; i < dimension; i++)
            target[i] = IsFree(i) ? Math.Clamp(cauchy[i] + share * reduced[i], lower, upper) : cauchy[i];
    }

    private bool IsFree(int i) => cauchy[i] > lower && cauchy[i] < upper;

    private double Form(double[] a, double[] b) =>
        a.Length == 0 ? 0 : TensorPrimitives.Dot<double>(a, SmallMatrix.Multiply(memory.Middle, b));
}
