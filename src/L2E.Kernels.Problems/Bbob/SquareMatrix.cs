namespace L2E.Kernels.Problems;

/// <summary>
/// A dense square matrix, column by column: products are then summed in the order of their index with whole vectors, which
/// gives the bits that the scalar loops of the reference programs give.
/// </summary>
/// <param name="order">Number of rows and columns.</param>
internal sealed class SquareMatrix(int order)
{
    /// <summary>The entries, <c>[column, row]</c>.</summary>
    public double[] Entries { get; } = new double[order * order];

    /// <summary>A column, <c>[order]</c>.</summary>
    public Span<double> Column(int index) => Entries.AsSpan(index * order, order);

    /// <summary><c>destination = this * source</c>, in code that the generator derives vector code and gradients from.</summary>
    /// <param name="source">A vector, <c>[order]</c>.</param>
    /// <param name="destination">Its image, <c>[order]</c>; apart from <paramref name="source"/>.</param>
    public void Apply(ReadOnlySpan<double> source, Span<double> destination)
    {
        destination.Clear();
        for (int column = 0; column < source.Length; column++)
        {
            for (int row = 0; row < destination.Length; row++)
                destination[row] += Entries[column * destination.Length + row] * source[column];
        }
    }

    /// <summary><c>diag(weights) * this</c>, a new matrix.</summary>
    public SquareMatrix ScaleRows(ReadOnlySpan<double> weights)
    {
        SquareMatrix scaled = new(order);
        for (int i = 0; i < Entries.Length; i++)
            scaled.Entries[i] = Entries[i] * weights[i % order];
        return scaled;
    }

    /// <summary><c>this * diag(weights)</c>, a new matrix.</summary>
    public SquareMatrix ScaleColumns(ReadOnlySpan<double> weights)
    {
        SquareMatrix scaled = new(order);
        for (int i = 0; i < Entries.Length; i++)
            scaled.Entries[i] = Entries[i] * weights[i / order];
        return scaled;
    }

    /// <summary><c>this * right</c>, a new matrix.</summary>
    public SquareMatrix Multiply(SquareMatrix right)
    {
        SquareMatrix product = new(order);
        for (int column = 0; column < order; column++)
        {
            // An order of 1000 takes 10^9 products: with whole vectors, where Apply is scalar code when it is called like this.
            for (int i = 0; i < order; i++)
                Lanes.AddScaled(Column(i), right.Column(column)[i], product.Column(column));
        }

        return product;
    }

    /// <summary>The sum of each column: the transpose applied to ones.</summary>
    public double[] ColumnSums()
    {
        double[] sums = new double[order];
        for (int i = 0; i < Entries.Length; i++)
            sums[i / order] += Entries[i];
        return sums;
    }
}
