namespace L2E.Kernels.Operators;

/// <summary>
/// Scales the rows of a linear map's output so that the map becomes a contraction: where <c>r_i</c> bounds the absolute row sum of
/// row i, <c>y_i &lt;- y_i rho / max(rho, r_i)</c> has absolute row sums of at most <c>rho</c>, whatever made the rows.
/// </summary>
/// <remarks>
/// Shapes: rowBound [population], y [population, dimension], row major. Domain: <c>0 &lt; rho &lt;= 1</c>, row bounds not negative.
/// A NaN row bound makes its row NaN; an infinite one makes the finite values of its row 0. Source: the row-sum normalisation of
/// the L2E operator (Gao, Liu, Cheng, Tan, <i>Learning to Evolve</i>, arXiv 2512.11453), as in <c>ContractionProjection.md</c>.
/// </remarks>
public static partial class ContractionProjection
{
    /// <summary>The smallest <c>rho</c>: its square must not be denormal in the backward pass.</summary>
    internal const float SmallestRho = 1e-6f;

    internal static int Check(int population, int dimension, float rho, ReadOnlySpan<float> rowBound)
    {
        Guard.AtLeast(population, 0);
        Guard.AtLeast(dimension, 0);
        Guard.InRange(rho, SmallestRho, 1);
        Guard.Length(rowBound, population, "population");
        return Guard.Product("y", "population * dimension", population, dimension);
    }
}
