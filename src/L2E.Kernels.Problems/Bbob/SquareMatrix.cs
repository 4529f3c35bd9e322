namespace L2E.Kernels.Problems;

/// <summary>
/// A dense square matrix, row by row: products are summed in the order of their index, as the scalar loops of the reference programs
/// sum them.
/// </summary>
/// <param name="order">Number of rows and columns.</param>
internal sealed class SquareMatrix(int order)
{
    /// <summary>The entries, <c>[row, column]</c>.</summary>
    public double[] Entries { get; } = new double[order * order];

    /// <summary><c>destination = this * source</c>, in code that the generator derives vector code and gradients from.</summary>
    /// <param name="source">A vector, <c>[order]</c>.</param>
    /// <param name="destination">Its image, <c>[order]</c>; apart from <paramref name="source"/>.</param>
    public void Apply(ReadOnlySpan<double> source, Span<double> destination)
    {
        for (int row = 0; row < destination.Length; row++)
        {
            double sum = 0;
            for (int column = 0; column < source.Length; column++)
                sum += Entries[row * source.Length + column] * source[column];
            destination[row] = sum;
        }
    }

    /// <summary><c>diag(weights) * this</c>, a new matrix.</summary>
    public SquareMatrix ScaleRows(ReadOnlySpan<double> weights)
    {
        SquareMatrix scaled = new(order);
        for (int i = 0; i < Entries.Length; i++)
            scaled.Entries[i] = Entries[i] * weights[i / order];
        return scaled;
    }

    /// <summary><c>this * diag(weights)</c>, a new matrix.</summary>
    public SquareMatrix ScaleColumns(ReadOnlySpan<double> weights)
    {
        SquareMatrix scaled = new(order);
        for (int i = 0; i < Entries.Length; i++)
            scaled.Entries[i] = Entries[i] * weights[i % order];
        return scaled;
    }

    /// <summary><c>this * right</c>, a new matrix.</summary>
    public SquareMatrix Multiply(SquareMatrix right)
    {
        SquareMatrix product = new(order);
        for (int i = 0; i < Entries.Length; i++)
            Lanes.AddScaled(right.Row(i % order), Entries[i], product.Row(i / order));
        return product;
    }

    /// <summary>The sum of each column: the transpose applied to ones.</summary>
    public double[] ColumnSums()
    {
        double[] sums = new double[order];
        for (int i = 0; i < Entries.Length; i++)
            sums[i % order] += Entries[i];
        return sums;
    }

    private Span<double> Row(int index) => Entries.AsSpan(index * order, order);
}
