namespace L2E.Kernels.Problems;

/// <summary>A dense square matrix, row by row.</summary>
/// <param name="order">Number of rows and columns.</param>
internal sealed class SquareMatrix(int order)
{
    private readonly double[] entries = new double[order * order];

    /// <summary>A row, <c>[order]</c>.</summary>
    public Span<double> Row(int index) => entries.AsSpan(index * order, order);

    /// <summary><c>destination = this * source</c>.</summary>
    /// <param name="source">A vector, <c>[order]</c>.</param>
    /// <param name="destination">Its image, <c>[order]</c>; apart from <paramref name="source"/>.</param>
    public void Apply(ReadOnlySpan<double> source, Span<double> destination)
    {
        for (int i = 0; i < order; i++)
            destination[i] = Lanes.Dot(Row(i), source);
    }

    /// <summary><c>diag(weights) * this</c>.</summary>
    public SquareMatrix ScaleRows(ReadOnlySpan<double> weights)
    {
        SquareMatrix scaled = new(order);
        for (int i = 0; i < order; i++)
            Lanes.AddScaled(Row(i), weights[i], scaled.Row(i));
        return scaled;
    }

    /// <summary><c>this * right</c>.</summary>
    public SquareMatrix Multiply(SquareMatrix right)
    {
        SquareMatrix product = new(order);
        for (int i = 0; i < order; i++)
        {
            for (int k = 0; k < order; k++)
                Lanes.AddScaled(right.Row(k), Row(i)[k], product.Row(i));
        }

        return product;
    }

    /// <summary>The sum of each column: the transpose applied to ones.</summary>
    public double[] ColumnSums()
    {
        double[] sums = new double[order];
        for (int i = 0; i < order; i++)
            Lanes.AddScaled(Row(i), 1, sums);
        return sums;
    }
}
