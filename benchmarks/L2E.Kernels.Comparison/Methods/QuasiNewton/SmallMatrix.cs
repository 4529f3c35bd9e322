using System.Numerics.Tensors;

namespace L2E.Kernels.Comparison.Methods.QuasiNewton;

/// <summary>Square matrices of a few rows, <c>[size, size]</c>.</summary>
internal static class SmallMatrix
{
    /// <summary>Inverts in place, by Gauss and Jordan with pivots from the column.</summary>
    /// <returns>False when the matrix is singular.</returns>
    public static bool Invert(double[] matrix, int size)
    {
        double[] inverse = new double[size * size];
        for (int i = 0; i < size; i++)
            inverse[i * size + i] = 1;
        for (int column = 0; column < size; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < size; row++)
                pivot = Math.Abs(matrix[row * size + column]) > Math.Abs(matrix[pivot * size + column]) ? row : pivot;
            double scale = 1 / matrix[pivot * size + column];
            if (!double.IsFinite(scale))
                return false;
            foreach (double[] side in (ReadOnlySpan<double[]>)[matrix, inverse])
            {
                for (int j = 0; j < size; j++)
                    (side[column * size + j], side[pivot * size + j]) = (side[pivot * size + j], side[column * size + j]);
                TensorPrimitives.Multiply(Row(side, column, size), scale, Row(side, column, size));
            }

            for (int row = 0; row < size; row++)
            {
                double factor = matrix[row * size + column];
                if (row == column || factor == 0)
                    continue;
                TensorPrimitives.MultiplyAdd(Row(matrix, column, size), -factor, Row(matrix, row, size), Row(matrix, row, size));
                TensorPrimitives.MultiplyAdd(Row(inverse, column, size), -factor, Row(inverse, row, size), Row(inverse, row, size));
            }
        }

        inverse.CopyTo(matrix, 0);
        return true;
    }

    /// <summary><c>matrix v</c>.</summary>
    public static double[] Multiply(double[] matrix, ReadOnlySpan<double> v)
    {
        double[] product = new double[v.Length];
        for (int i = 0; i < product.Length; i++)
            product[i] = TensorPrimitives.Dot(Row(matrix, i, v.Length), v);
        return product;
    }

    private static Span<double> Row(double[] matrix, int row, int size) => matrix.AsSpan(row * size, size);
}
