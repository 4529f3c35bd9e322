using System.Numerics.Tensors;

namespace L2E.Kernels.Comparison.Methods.QuasiNewton;

/// <summary>
/// The compact form of the limited-memory BFGS matrix, <c>B = theta I - W M W^T</c> with <c>W = [Y, theta S]</c> (R. H. Byrd, J. Nocedal,
/// R. B. Schnabel, 1994): of the last ten steps s and changes of the gradient y.
/// </summary>
internal sealed class LimitedMemory(int dimension)
{
    private const int Capacity = 10;

    private readonly List<(double[] Step, double[] Change)> pairs = [];

    /// <summary>Number of pairs.</summary>
    public int Count => pairs.Count;

    /// <summary>Number of columns of W.</summary>
    public int Width => 2 * Count;

    /// <summary>The scale of the diagonal.</summary>
    public double Theta { get; private set; } = 1;

    /// <summary>The middle matrix M, <c>[width, width]</c>.</summary>
    public double[] Middle { get; private set; } = [];

    /// <summary>Forgets every pair.</summary>
    public void Clear()
    {
        pairs.Clear();
        (Theta, Middle) = (1, []);
    }

    /// <summary>Takes a step and the change of the gradient along it, whose product is positive.</summary>
    public void Add(ReadOnlySpan<double> step, ReadOnlySpan<double> change)
    {
        (double[] Step, double[] Change) pair = Count < Capacity ? (new double[dimension], new double[dimension]) : pairs[0];
        if (Count == Capacity)
            pairs.RemoveAt(0);
        step.CopyTo(pair.Step);
        change.CopyTo(pair.Change);
        pairs.Add(pair);
        Theta = TensorPrimitives.SumOfSquares(change) / TensorPrimitives.Dot(step, change);

        // The inverse of [[-D, L^T], [L, theta S^T S]], D the diagonal and L what is below it of S^T Y.
        int width = Width;
        double[] inverse = new double[width * width];
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < Count; j++)
            {
                inverse[(Count + i) * width + Count + j] = Theta * TensorPrimitives.Dot<double>(pairs[i].Step, pairs[j].Step);
                double product = TensorPrimitives.Dot<double>(pairs[i].Step, pairs[j].Change);
                if (i == j)
                    inverse[i * width + i] = -product;
                else if (i > j)
                    inverse[(Count + i) * width + j] = inverse[j * width + Count + i] = product;
            }
        }

        if (SmallMatrix.Invert(inverse, width))
            Middle = inverse;
        else
            Clear();
    }

    /// <summary><c>W^T v</c>, <c>[width]</c>.</summary>
    public double[] Project(ReadOnlySpan<double> v)
    {
        double[] projected = new double[Width];
        for (int i = 0; i < Count; i++)
        {
            projected[i] = TensorPrimitives.Dot(pairs[i].Change, v);
            projected[Count + i] = Theta * TensorPrimitives.Dot(pairs[i].Step, v);
        }

        return projected;
    }

    /// <summary><c>v += scale W coefficients</c>.</summary>
    public void AddTo(Span<double> v, ReadOnlySpan<double> coefficients, double scale)
    {
        for (int i = 0; i < Count; i++)
        {
            TensorPrimitives.MultiplyAdd(pairs[i].Change, scale * coefficients[i], v, v);
            TensorPrimitives.MultiplyAdd(pairs[i].Step, scale * Theta * coefficients[Count + i], v, v);
        }
    }

    /// <summary>A row of W, <c>[width]</c>.</summary>
    public void CopyRow(int coordinate, Span<double> row)
    {
        for (int i = 0; i < Count; i++)
        {
            row[i] = pairs[i].Change[coordinate];
            row[Count + i] = Theta * pairs[i].Step[coordinate];
        }
    }
}
