using System.Numerics.Tensors;

namespace L2E.Kernels;

/// <summary>
/// A model of the inverse Hessian by BFGS on measured gradients, with bounds treated as an active set: coordinates that lie
/// on a bound and would leave the box are held, and the step solves the quadratic model in the others. (Clipping the
/// unconstrained step instead stalls.)
/// </summary>
/// <remarks>Source: Nocedal and Wright, Numerical Optimization, chapters 6 and 16. Units: those of the box.</remarks>
internal sealed class QuasiNewtonModel : IStateful
{
    private readonly SearchBox box;
    private readonly int dimension;
    private readonly double[] inverseHessian, previousPoint, previousGradient, step, change, product, direction;
    private readonly double[] heldSystem, heldValues;
    private readonly int[] held;
    private bool hasMatrix, hasPrevious;

    public QuasiNewtonModel(SearchBox box)
    {
        this.box = box;
        dimension = box.Dimension;
        inverseHessian = new double[checked(dimension * dimension)];
        previousPoint = new double[dimension];
        previousGradient = new double[dimension];
        step = new double[dimension];
        change = new double[dimension];
        product = new double[dimension];
        direction = new double[dimension];
        heldSystem = new double[checked(dimension * dimension)];
        heldValues = new double[dimension];
        held = new int[dimension];
    }

    /// <summary>The step of the last <see cref="Update"/>, to be subtracted; in coordinate order, units of the box.</summary>
    public ReadOnlySpan<double> Direction => direction;

    public void Forget() => hasMatrix = hasPrevious = false;

    /// <summary>Takes the gradient at a point and computes <see cref="Direction"/> = inverse Hessian * gradient.</summary>
    /// <param name="point">The point.</param>
    /// <param name="gradient">The gradient there, per unit of the box.</param>
    /// <param name="curvature">Positive diagonal to start the matrix from.</param>
    public void Update(ReadOnlySpan<double> point, ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature)
    {
        if (!hasMatrix)
            StartFrom(curvature);
        if (hasPrevious)
            Learn(point, gradient);
        point.CopyTo(previousPoint);
        gradient.CopyTo(previousGradient);
        hasPrevious = true;
        Multiply(gradient, direction);
        double slope = TensorPrimitives.Dot(direction, gradient);
        if (!double.IsFinite(slope) || slope <= 0)
        {
            StartFrom(curvature);
            TensorPrimitives.Divide(gradient, curvature, direction);
        }

        HoldActiveBounds(point, gradient);
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(direction));
        if (largest > 0.5)
            TensorPrimitives.Multiply(direction, 0.5 / largest, direction);
    }

    /// <summary>Starts from a measured Hessian with the signs of its eigenvalues left out.</summary>
    /// <param name="point">Where it was measured.</param>
    /// <param name="axes">Its eigenvectors, and the gradient.</param>
    public void Start(ReadOnlySpan<double> point, PrincipalAxes axes)
    {
        Array.Clear(inverseHessian);
        double least = 1e-9 * Math.Abs(TensorPrimitives.MaxMagnitude<double>(axes.Curvatures));
        for (int k = 0; k < dimension; k++)
        {
            ReadOnlySpan<double> axis = axes[k];
            double inverse = 1 / Math.Max(Math.Abs(axes.Curvatures[k]), least);
            for (int i = 0; i < dimension; i++)
                TensorPrimitives.MultiplyAdd(axis, inverse * axis[i], Row(i), Row(i));
        }

        point.CopyTo(previousPoint);
        axes.Gradient.CopyTo(previousGradient);
        hasMatrix = hasPrevious = true;
    }

    private void StartFrom(ReadOnlySpan<double> curvature)
    {
        Array.Clear(inverseHessian);
        for (int i = 0; i < dimension; i++)
            inverseHessian[i * dimension + i] = 1 / curvature[i];
        hasMatrix = true;
    }

    private void Learn(ReadOnlySpan<double> point, ReadOnlySpan<double> gradient)
    {
        for (int i = 0; i < dimension; i++)
            step[i] = (point[i] - previousPoint[i]) / box.Range[i];
        TensorPrimitives.Subtract(gradient, previousGradient, change);
        double curvatureAlong = TensorPrimitives.Dot<double>(step, change);
        double scale = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(step) * TensorPrimitives.SumOfSquares<double>(change));
        if (!(curvatureAlong > 1e-10 * scale) || !(curvatureAlong > 0) || !double.IsFinite(scale))
            return;

        Multiply(change, product);
        double own = (curvatureAlong + TensorPrimitives.Dot<double>(change, product)) / (curvatureAlong * curvatureAlong);
        for (int i = 0; i < dimension; i++)
        {
            Span<double> row = Row(i);
            TensorPrimitives.MultiplyAdd<double>(step, own * step[i] - product[i] / curvatureAlong, row, row);
            TensorPrimitives.MultiplyAdd<double>(product, -step[i] / curvatureAlong, row, row);
        }
    }

    private void Multiply(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (int i = 0; i < dimension; i++)
            result[i] = TensorPrimitives.Dot(Row(i), vector);
    }

    private Span<double> Row(int i) => inverseHessian.AsSpan(i * dimension, dimension);

    /// <summary>
    /// With W the inverse Hessian, f the free and h the held coordinates: the step in f that minimises the model with h
    /// fixed is <c>(W_ff - W_fh W_hh^-1 W_hf) g_f = (W g')_f - W_fh W_hh^-1 (W g')_h</c>, g' the gradient with h zeroed.
    /// </summary>
    private void HoldActiveBounds(ReadOnlySpan<double> point, ReadOnlySpan<double> gradient)
    {
        int count = 0;
        for (int i = 0; i < dimension; i++)
        {
            double margin = 1e-9 * box.Range[i];
            if ((point[i] <= box.Lower[i] + margin && gradient[i] > 0) || (point[i] >= box.Upper[i] - margin && gradient[i] < 0))
                held[count++] = i;
        }

        if (count == 0 || count == dimension)
            return;
        gradient.CopyTo(product);
        for (int k = 0; k < count; k++)
            product[held[k]] = 0;
        Multiply(product, direction);
        for (int k = 0; k < count; k++)
        {
            heldValues[k] = direction[held[k]];
            for (int j = 0; j <= k; j++)
                heldSystem[k * count + j] = Row(held[k])[held[j]];
        }

        if (SolveHeldSystem(count))
        {
            for (int k = 0; k < count; k++)
                TensorPrimitives.MultiplyAdd(Row(held[k]), -heldValues[k], direction, direction);
        }

        for (int k = 0; k < count; k++)
            direction[held[k]] = 0;
    }

    /// <summary>Solves the symmetric positive definite system in place by Cholesky factors; false when it is not positive definite.</summary>
    private bool SolveHeldSystem(int count)
    {
        for (int k = 0; k < count; k++)
        {
            Span<double> row = heldSystem.AsSpan(k * count, count);
            for (int j = 0; j <= k; j++)
            {
                ReadOnlySpan<double> other = heldSystem.AsSpan(j * count, count);
                double value = row[j] - TensorPrimitives.Dot<double>(row[..j], other[..j]);
                if (j < k)
                    row[j] = value / other[j];
                else if (value > 0)
                    row[k] = Math.Sqrt(value);
                else
                    return false;
            }

            heldValues[k] = (heldValues[k] - TensorPrimitives.Dot<double>(row[..k], heldValues.AsSpan(0, k))) / row[k];
        }

        for (int k = count - 1; k >= 0; k--)
        {
            heldValues[k] /= heldSystem[k * count + k];
            TensorPrimitives.MultiplyAdd(
                heldSystem.AsSpan(k * count, k), -heldValues[k], heldValues.AsSpan(0, k), heldValues.AsSpan(0, k));
        }

        return true;
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        hasMatrix = state.Next(hasMatrix);
        hasPrevious = state.Next(hasPrevious);
        // The matrix is most of a snapshot in a thousand dimensions.
        if (hasMatrix)
            state.Next(inverseHessian.AsSpan());
        state.Next(previousPoint.AsSpan());
        state.Next(previousGradient.AsSpan());
        state.Next(direction.AsSpan());
    }
}
