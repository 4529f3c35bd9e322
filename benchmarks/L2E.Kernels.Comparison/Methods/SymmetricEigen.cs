using System.Numerics.Tensors;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// Eigenvalues and orthonormal eigenvectors of a symmetric matrix: Householder's reduction to tridiagonal form and the QL iteration with
/// implicit shifts (Martin, Reinsch, Wilkinson 1968; the procedures tred2 and tql2 of EISPACK). Vectors are kept as rows, so that every
/// inner loop runs along memory.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostIterations = 60;
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>Decomposes <c>A = V^T diag(values) V</c>.</summary>
    /// <param name="matrix">On entry A, on return V: row k is the eigenvector of value k; <c>[n, n]</c>.</param>
    /// <param name="values">Destination (=), <c>[n]</c>, in no order.</param>
    /// <param name="offDiagonal">Scratch, <c>[n]</c>.</param>
    /// <returns>False when the iteration did not converge, as with NaN.</returns>
    public static bool Decompose(Span<double> matrix, Span<double> values, Span<double> offDiagonal)
    {
        Tridiagonalise(matrix, values, offDiagonal);
        return Diagonalise(matrix, values, offDiagonal);
    }

    // tred2 on the transposed array: V[i][j] of the published procedure is rows[j * n + i] here, and A is symmetric.
    private static void Tridiagonalise(Span<double> v, Span<double> d, Span<double> e)
    {
        int n = d.Length;
        for (int j = 0; j < n; j++)
            d[j] = v[j * n + n - 1];
        for (int i = n - 1; i > 0; i--)
        {
            double scale = TensorPrimitives.SumOfMagnitudes<double>(d[..i]);
            double h = 0;
            if (scale == 0)
            {
                e[i] = d[i - 1];
                for (int j = 0; j < i; j++)
                {
                    d[j] = v[j * n + i - 1];
                    v[j * n + i] = 0;
                    v[i * n + j] = 0;
                }
            }
            else
            {
                TensorPrimitives.Divide(d[..i], scale, d[..i]);
                h = TensorPrimitives.SumOfSquares<double>(d[..i]);
                double f = d[i - 1], g = f > 0 ? -Math.Sqrt(h) : Math.Sqrt(h);
                e[i] = scale * g;
                h -= f * g;
                d[i - 1] = f - g;
                Span<double> row = v.Slice(i * n, i);
                d[..i].CopyTo(row);
                e[..i].Clear();
                for (int j = 0; j < i; j++)
                {
                    Span<double> below = v.Slice(j * n + j + 1, i - 1 - j);
                    e[j] += v[j * n + j] * d[j] + TensorPrimitives.Dot<double>(below, d[(j + 1)..i]);
                    TensorPrimitives.MultiplyAdd(below, d[j], e[(j + 1)..i], e[(j + 1)..i]);
                }

                TensorPrimitives.Divide(e[..i], h, e[..i]);
                double half = TensorPrimitives.Dot<double>(e[..i], d[..i]) / (h + h);
                TensorPrimitives.MultiplyAdd(d[..i], -half, e[..i], e[..i]);
                for (int j = 0; j < i; j++)
                {
                    Span<double> part = v.Slice(j * n + j, i - j);
                    TensorPrimitives.MultiplyAdd(e[j..i], -d[j], part, part);
                    TensorPrimitives.MultiplyAdd(d[j..i], -e[j], part, part);
                }

                for (int j = 0; j < i; j++)
                {
                    d[j] = v[j * n + i - 1];
                    v[j * n + i] = 0;
                }
            }

            d[i] = h;
        }

        Accumulate(v, d);
        for (int j = 0; j < n; j++)
        {
            d[j] = v[j * n + n - 1];
            v[j * n + n - 1] = 0;
        }

        v[n * n - 1] = 1;
        e[0] = 0;
    }

    private static void Accumulate(Span<double> v, Span<double> d)
    {
        int n = d.Length;
        for (int i = 0; i < n - 1; i++)
        {
            v[i * n + n - 1] = v[i * n + i];
            v[i * n + i] = 1;
            double h = d[i + 1];
            Span<double> next = v.Slice((i + 1) * n, i + 1);
            if (h != 0)
            {
                TensorPrimitives.Divide(next, h, d[..(i + 1)]);
                for (int j = 0; j <= i; j++)
                {
                    Span<double> column = v.Slice(j * n, i + 1);
                    double g = TensorPrimitives.Dot<double>(next, column);
                    TensorPrimitives.MultiplyAdd(d[..(i + 1)], -g, column, column);
                }
            }

            next.Clear();
        }
    }

    private static bool Diagonalise(Span<double> v, Span<double> d, Span<double> e)
    {
        int n = d.Length;
        e[1..].CopyTo(e);
        e[n - 1] = 0;
        double shift = 0, largest = 0;
        for (int l = 0; l < n; l++)
        {
            largest = Math.Max(largest, Math.Abs(d[l]) + Math.Abs(e[l]));
            int m = l;
            while (m < n - 1 && Math.Abs(e[m]) > MachineEpsilon * largest)
                m++;
            for (int iteration = 0; m > l; iteration++)
            {
                if (iteration == MostIterations)
                    return false;
                double g = d[l], p = (d[l + 1] - g) / (2 * e[l]), r = double.Hypot(p, 1);
                if (p < 0)
                    r = -r;
                d[l] = e[l] / (p + r);
                d[l + 1] = e[l] * (p + r);
                double next = d[l + 1], h = g - d[l];
                TensorPrimitives.Subtract(d[(l + 2)..], h, d[(l + 2)..]);
                shift += h;
                p = d[m];
                double c = 1, c2 = 1, c3 = 1, edge = e[l + 1], s = 0, s2 = 0;
                for (int i = m - 1; i >= l; i--)
                {
                    (c3, c2, s2) = (c2, c, s);
                    g = c * e[i];
                    h = c * p;
                    r = double.Hypot(p, e[i]);
                    e[i + 1] = s * r;
                    s = e[i] / r;
                    c = p / r;
                    p = c * d[i] - s * g;
                    d[i + 1] = h + s * (c * g + s * d[i]);
                    Rotate(v.Slice(i * n, n), v.Slice((i + 1) * n, n), c, s);
                }

                p = -s * s2 * c3 * edge * e[l] / next;
                e[l] = s * p;
                d[l] = c * p;
                if (!(Math.Abs(e[l]) > MachineEpsilon * largest))
                    break;
            }

            d[l] += shift;
            e[l] = 0;
        }

        return !double.IsNaN(d[0]);
    }

    private static void Rotate(Span<double> lower, Span<double> upper, double cosine, double sine)
    {
        int width = System.Numerics.Vector<double>.Count, k = 0;
        for (; k <= lower.Length - width; k += width)
        {
            System.Numerics.Vector<double> a = new(lower[k..]), b = new(upper[k..]);
            (sine * a + cosine * b).CopyTo(upper[k..]);
            (cosine * a - sine * b).CopyTo(lower[k..]);
        }

        for (; k < lower.Length; k++)
            (lower[k], upper[k]) = (cosine * lower[k] - sine * upper[k], sine * lower[k] + cosine * upper[k]);
    }
}
