using System.Numerics.Tensors;

namespace L2E.Kernels;

/// <summary>
/// A model of the inverse Hessian from the last steps and changes of the gradient (limited-memory BFGS), with bounds treated as an
/// active set: coordinates that lie on a bound and would leave the box are held, and the model is that of the others.
/// </summary>
/// <remarks>Source: Nocedal and Wright, Numerical Optimization, algorithm 7.4. Units: those of the box.</remarks>
internal sealed class LimitedMemoryModel : IStateful
{
    // As many pairs as a moderate dimension has coordinates see all of an ill-conditioned quadratic; above, memory and time forbid it.
    private const int FewestPairs = 20, MostPairs = 100, MostElements = 100_000;

    private readonly SearchBox box;
    private readonly int capacity;

    // Steps and changes of the gradient, the newest at `newest`, one a row.
    private readonly double[] steps, changes;
    private readonly double[] direction, free, freeStep, curvature, weight;
    private int count, newest = -1;

    public LimitedMemoryModel(SearchBox box)
    {
        this.box = box;
        capacity = Math.Clamp(MostElements / box.Dimension, FewestPairs, MostPairs);
        steps = new double[checked(capacity * box.Dimension)];
        changes = new double[steps.Length];
        direction = new double[box.Dimension];
        free = new double[box.Dimension];
        freeStep = new double[box.Dimension];
        curvature = new double[capacity];
        weight = new double[capacity];
    }

    /// <summary>The step of the last <see cref="Update"/>, to be subtracted.</summary>
    public ReadOnlySpan<double> Direction => direction;

    /// <summary>Whether there is a model; without one the direction has no natural length.</summary>
    public bool HasModel => count > 0;

    public void Forget()
    {
        count = 0;
        newest = -1;
    }

    /// <summary>Learns from a step and the gradients at its ends, per unit of the box.</summary>
    public void Learn(
        ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> gradientFrom, ReadOnlySpan<double> gradientTo)
    {
        int next = (newest + 1) % capacity;
        Span<double> step = Row(steps, next), change = Row(changes, next);
        TensorPrimitives.Subtract(to, from, step);
        TensorPrimitives.Divide<double>(step, box.Range, step);
        TensorPrimitives.Subtract(gradientTo, gradientFrom, change);
        double along = TensorPrimitives.Dot<double>(step, change), squares = TensorPrimitives.SumOfSquares<double>(change);
        // A row that is not taken is the oldest, which goes.
        count = Math.Min(count, capacity - 1);
        if (!(along > 1e-12 * Math.Sqrt(squares * TensorPrimitives.SumOfSquares<double>(step))) || !double.IsFinite(squares))
            return;
        newest = next;
        count++;
    }

    /// <summary>Computes <see cref="Direction"/> at a point: inverse Hessian times gradient in the coordinates that are free.</summary>
    public void Update(ReadOnlySpan<double> point, ReadOnlySpan<double> gradient)
    {
        for (int i = 0; i < direction.Length; i++)
        {
            double margin = 1e-12 * box.Range[i];
            bool isHeld = (point[i] <= box.Lower[i] + margin && gradient[i] > 0) || (point[i] >= box.Upper[i] - margin && gradient[i] < 0);
            free[i] = isHeld ? 0 : 1;
        }

        TensorPrimitives.Multiply(gradient, free, direction);
        double scale = double.NaN;
        for (int k = 0; k < count; k++)
        {
            int row = (newest - k + capacity) % capacity;
            Span<double> change = Row(changes, row);
            TensorPrimitives.Multiply<double>(Row(steps, row), free, freeStep);
            curvature[row] = TensorPrimitives.Dot<double>(freeStep, change);
            // Among the free coordinates alone the curvature may not be positive.
            if (!(curvature[row] > 0))
                continue;
            weight[row] = TensorPrimitives.Dot<double>(freeStep, direction) / curvature[row];
            TensorPrimitives.Multiply<double>(change, free, freeStep);
            if (double.IsNaN(scale))
                scale = curvature[row] / TensorPrimitives.SumOfSquares<double>(freeStep);
            TensorPrimitives.MultiplyAdd<double>(freeStep, -weight[row], direction, direction);
        }

        if (!double.IsNaN(scale))
            TensorPrimitives.Multiply<double>(direction, scale, direction);
        for (int k = count - 1; k >= 0; k--)
        {
            int row = (newest - k + capacity) % capacity;
            if (!(curvature[row] > 0))
                continue;
            TensorPrimitives.Multiply<double>(Row(steps, row), free, freeStep);
            double factor = weight[row] - TensorPrimitives.Dot<double>(Row(changes, row), direction) / curvature[row];
            TensorPrimitives.MultiplyAdd<double>(freeStep, factor, direction, direction);
        }

        double slope = TensorPrimitives.Dot(direction, gradient);
        if (slope > 0 && double.IsFinite(slope))
            return;
        Forget();
        TensorPrimitives.Multiply(gradient, free, direction);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        count = state.NextIndex(count, 0, capacity);
        newest = state.NextIndex(newest, -1, capacity - 1);
        for (int k = 0; k < count; k++)
        {
            int row = (newest - k + capacity) % capacity;
            state.Next(Row(steps, row));
            state.Next(Row(changes, row));
        }

        state.Next(direction.AsSpan());
    }

    private Span<double> Row(double[] rows, int row) => rows.AsSpan(row * box.Dimension, box.Dimension);
}
