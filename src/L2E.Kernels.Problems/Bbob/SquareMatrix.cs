namespace L2E.Kernels.Problems;

/// <summary>
/// A dense square matrix, column by column: products are then summed in the order of their index with whole vectors, which
/// gives the bits that the scalar loops of the reference programs give.
/// </summary>
/// <param name="order">Number of rows and columns.</param>
internal sealed class SquareMatrix(int order)
{
    private readonly double[] entries = new double[order * order];

    /// <summary>A column, <c>[order]</c>.</summary>
    public Span<double> Column(int index) => entries.AsSpan(index * order, order);

    /// <summary><c>destination = this * source</c>.</summary>
    /// <param name="source">A vector, <c>[order]</c>.</param>
    /// <param name="destination">Its image, <c>[order]</c>; apart from <paramref name="source"/>.</param>
    public void Apply(ReadOnlySpan<double> source, Span<double> destination)
    {
        destination.Clear();
        for (int column = 0; column < order; column++)
            Lanes.AddScaled(Column(column), source[column], destination);
    }

    /// <summary><c>diag(weights) * this</c>, a new matrix.</summary>
    public SquareMatrix ScaleRows(ReadOnlySpan<double> weights)
    {
        SquareMatrix scaled = new(order);
        for (int i = 0; i < entries.Length; i++)
            scaled.entries[i] = entries[i] * weights[i % order];
        return scaled;
    }

    /// <summary><c>this * diag(weights)</c>, a new matrix.</summary>
    public SquareMatrix ScaleColumns(ReadOnlySpan<double> weights)
    {
        SquareMatrix scaled = new(order);
        for (int i = 0; i < entries.Length; i++)
            scaled.entries[i] = entries[i] * weights[i / order];
        return scaled;
    }

    /// <summary><c>this * right</c>, a new matrix.</summary>
    public SquareMatrix Multiply(SquareMatrix right)
    {
        SquareMatrix product = new(order);
        for (int column = 0; column < order; column++)
            Apply(right.Column(column), product.Column(column));
        return product;
    }

    /// <summary>The sum of each column: the transpose applied to ones.</summary>
    public double[] ColumnSums()
    {
        double[] sums = new double[order];
        for (int i = 0; i < entries.Length; i++)
            sums[i / order] += entries[i];
        return sums;
    }
}
