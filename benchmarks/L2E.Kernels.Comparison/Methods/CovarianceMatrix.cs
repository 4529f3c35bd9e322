using System.Numerics.Tensors;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// The covariance matrix of <see cref="Cma"/> with its decomposition <c>C = V^T diag(s^2) V</c>, which is renewed only when the matrix has
/// changed enough to pay for it (arXiv 1604.00772, B.2).
/// </summary>
internal sealed class CovarianceMatrix
{
    private readonly SamplingConstants constants;
    private readonly int dimension, generationsBetween;
    private readonly double[] matrix, vectors, deviations, values, scratch, turned;
    private int generations;

    public CovarianceMatrix(SamplingConstants constants, int dimension)
    {
        this.constants = constants;
        this.dimension = dimension;
        generationsBetween = Math.Max(1, (int)(1 / (10 * dimension * (constants.RankOneRate + constants.RankManyRate))));
        matrix = new double[dimension * dimension];
        vectors = new double[dimension * dimension];
        (deviations, values) = (new double[dimension], new double[dimension]);
        (scratch, turned) = (new double[dimension], new double[dimension]);
        for (int i = 0; i < dimension; i++)
            matrix[i * dimension + i] = vectors[i * dimension + i] = 1;
        Array.Fill(deviations, 1);
        (Condition, LargestDeviation) = (1, 1);
    }

    /// <summary>The largest eigenvalue by the smallest.</summary>
    public double Condition { get; private set; }

    /// <summary>The root of the largest eigenvalue.</summary>
    public double LargestDeviation { get; private set; }

    /// <summary>A standard normal vector becomes one of this covariance: <c>V^T diag(s) normal</c>.</summary>
    public void Colour(ReadOnlySpan<double> normal, Span<double> coloured)
    {
        coloured.Clear();
        for (int k = 0; k < dimension; k++)
            TensorPrimitives.MultiplyAdd(Row(vectors, k), deviations[k] * normal[k], coloured, coloured);
    }

    /// <summary>The same without the lengths: <c>V^T normal</c>; valid until the next call.</summary>
    public ReadOnlySpan<double> Turn(ReadOnlySpan<double> normal)
    {
        turned.AsSpan().Clear();
        for (int k = 0; k < dimension; k++)
            TensorPrimitives.MultiplyAdd(Row(vectors, k), normal[k], turned, turned);
        return turned;
    }

    /// <summary>Multiplies by what a generation leaves of the matrix.</summary>
    public void Forget(bool isPathSettled)
    {
        double lost = isPathSettled ? 0 : constants.RankOneRate * constants.PathRate * (2 - constants.PathRate);
        double kept = 1 + lost - constants.RankOneRate - constants.RankManyRate * constants.Weights.Sum();
        TensorPrimitives.Multiply(matrix, kept, matrix);
    }

    /// <summary>Adds <c>weight v v^T</c>.</summary>
    public void Add(ReadOnlySpan<double> v, double weight)
    {
        for (int i = 0; i < dimension; i++)
            TensorPrimitives.MultiplyAdd(v, weight * v[i], Row(matrix, i), Row(matrix, i));
    }

    /// <summary>Ends a generation, and decomposes the matrix anew when it is time.</summary>
    /// <returns>Whether the matrix is positive definite.</returns>
    public bool Refresh()
    {
        if (++generations % generationsBetween != 0)
            return true;
        matrix.CopyTo(vectors, 0);
        if (!SymmetricEigen.Decompose(vectors, values, scratch))
            return false;
        double smallest = TensorPrimitives.Min<double>(values), largest = TensorPrimitives.Max<double>(values);
        if (!(smallest > 0) || !double.IsFinite(largest))
            return false;
        TensorPrimitives.Sqrt<double>(values, deviations);
        Condition = largest / smallest;
        LargestDeviation = Math.Sqrt(largest);
        return true;
    }

    /// <summary>Changes the sign of a coordinate.</summary>
    public void Mirror(int coordinate)
    {
        TensorPrimitives.Negate<double>(Row(matrix, coordinate), Row(matrix, coordinate));
        for (int i = 0; i < dimension; i++)
        {
            matrix[i * dimension + coordinate] = -matrix[i * dimension + coordinate];
            vectors[i * dimension + coordinate] = -vectors[i * dimension + coordinate];
        }
    }

    private Span<double> Row(double[] square, int index) => square.AsSpan(index * dimension, dimension);
}
