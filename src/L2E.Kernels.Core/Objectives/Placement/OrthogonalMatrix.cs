namespace L2E.Kernels;

/// <summary>Random orthogonal matrices.</summary>
internal static class OrthogonalMatrix
{
    /// <summary>
    /// A matrix drawn uniformly from the orthogonal group (Haar measure), <c>[order, order]</c> row by row: the orthogonal
    /// factor of a Gaussian matrix.
    /// </summary>
    /// <remarks>
    /// The factor is built from its Householder reflections directly, and the triangular factor never is (Stewart: <i>The
    /// efficient generation of random orthogonal matrices</i>, SIAM J. Numer. Anal. 17, 1980): with x Gaussian of length m and
    /// A drawn for m - 1, the matrix for m has first row x/|x| and below it [0, A] H, where H reflects x onto the first axis.
    /// About 4/3 order^3 operations, in one pass over the rows for each reflection.
    /// </remarks>
    /// <param name="order">Number of rows and columns, at least 1.</param>
    /// <param name="random">Supplies the Gaussian numbers.</param>
    public static double[] Create(int order, ref PhiloxSequence random)
    {
        double[] matrix = new double[order * order];
        double[] reflector = new double[order];
        for (int size = 1; size <= order; size++)
        {
            int first = order - size;
            Span<double> x = reflector.AsSpan(0, size);
            FillNormal(x, ref random);
            double norm = Math.Sqrt(Lanes.Dot(x, x));
            Span<double> firstRow = matrix.AsSpan(first * order + first, size);
            for (int i = 0; i < size; i++)
                firstRow[i] = x[i] / norm;

            // H = I - scale x x^T after this change of x, of the sign that cancels nothing.
            double scale = 1 / (norm * (norm + Math.Abs(x[0])));
            x[0] += Math.CopySign(norm, x[0]);
            for (int row = first + 1; row < order; row++)
            {
                Span<double> entries = matrix.AsSpan(row * order + first, size);
                Lanes.AddScaled(x, -scale * Lanes.Dot(entries, x), entries);
            }
        }

        return matrix;
    }

    private static void FillNormal(Span<double> destination, ref PhiloxSequence random)
    {
        for (int i = 0; i < destination.Length; i += 2)
        {
            (double first, double second) = random.NextNormalPair();
            destination[i] = first;
            if (i + 1 < destination.Length)
                destination[i + 1] = second;
        }
    }
}
