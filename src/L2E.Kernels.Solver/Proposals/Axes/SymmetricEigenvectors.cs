namespace L2E.Kernels;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations: slower than a reduction to tridiagonal form, but
/// short, in place, and accurate for small eigenvalues too.
/// </summary>
/// <remarks>Source: Golub and Van Loan, Matrix Computations, section 8.5.</remarks>
internal static class SymmetricEigenvectors
{
    private const int LargestNumberOfSweeps = 30;

    /// <summary>Replaces <paramref name="matrix"/> by a diagonal one.</summary>
    /// <param name="size">Number of rows.</param>
    /// <param name="matrix">Symmetric, <c>[size, size]</c>; on return its diagonal holds the eigenvalues, in no order.</param>
    /// <param name="vectors">Written: row k is the unit eigenvector of the k-th eigenvalue, <c>[size, size]</c>.</param>
    public static void Compute(int size, Span<double> matrix, Span<double> vectors)
    {
        vectors.Clear();
        double squares = 0;
        for (int i = 0; i < size; i++)
        {
            vectors[i * size + i] = 1;
            for (int j = 0; j < size; j++)
                squares += matrix[i * size + j] * matrix[i * size + j];
        }

        for (int sweep = 0; sweep < LargestNumberOfSweeps; sweep++)
        {
            double outside = 0;
            for (int i = 0; i < size; i++)
            {
                for (int j = i + 1; j < size; j++)
                {
                    outside += matrix[i * size + j] * matrix[i * size + j];
                    Rotate(size, matrix, vectors, i, j);
                }
            }

            if (!(outside > 1e-32 * squares))
                return;
        }
    }

    /// <summary>The rotation in the plane of two coordinates that makes their element zero.</summary>
    private static void Rotate(int size, Span<double> matrix, Span<double> vectors, int p, int q)
    {
        double element = matrix[p * size + q];
        if (element == 0)
            return;
        double difference = (matrix[q * size + q] - matrix[p * size + p]) / (2 * element);
        double tangent = Math.CopySign(1, difference) / (Math.Abs(difference) + Math.Sqrt(difference * difference + 1));
        double cosine = 1 / Math.Sqrt(tangent * tangent + 1), sine = tangent * cosine;
        RotateRows(matrix.Slice(p * size, size), matrix.Slice(q * size, size), cosine, sine);
        for (int k = 0; k < size; k++)
        {
            ref double first = ref matrix[k * size + p], second = ref matrix[k * size + q];
            (first, second) = (cosine * first - sine * second, sine * first + cosine * second);
        }

        matrix[p * size + q] = matrix[q * size + p] = 0;
        RotateRows(vectors.Slice(p * size, size), vectors.Slice(q * size, size), cosine, sine);
    }

    private static void RotateRows(Span<double> first, Span<double> second, double cosine, double sine)
    {
        for (int k = 0; k < first.Length; k++)
            (first[k], second[k]) = (cosine * first[k] - sine * second[k], sine * first[k] + cosine * second[k]);
    }
}
