namespace L2E.Kernels.Operators;

/// <summary>
/// Contraction projection, Krasnosel'skii-Mann averaging and a box in one pass over memory:
/// <c>next_i = clamp((1 - relaxation_i) D_i + relaxation_i y_i rho / max(rho, r_i), lower, upper)</c>.
/// </summary>
/// <remarks>
/// Shapes: rowBound r and relaxation [population]; D, y, next [population, dimension], row major; lower and upper [dimension], both
/// given or both empty for no box. Domain: that of <see cref="ContractionProjection"/> and <see cref="KrasnoselskiiMann"/>;
/// lower &lt;= upper, neither NaN, infinities allowed; where they cross, upper holds. NaN propagates. The two factors of y are
/// multiplied once per row, so the last bits may differ from the two operators one after the other.
/// </remarks>
public static partial class ContractiveStep
{
    /// <summary>Coordinates whose box stays in the first-level cache while the rows pass, with those of the row to come.</summary>
    private const int TileWidth = 2048;

    private static int Check(
        int population, int dimension, float rho, ReadOnlySpan<float> rowBound, ReadOnlySpan<float> relaxation, ReadOnlySpan<float> D,
        ReadOnlySpan<float> y, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper)
    {
        int coordinates = ContractionProjection.Check(population, dimension, rho, rowBound);
        Guard.Length(relaxation, population, "population");
        Guard.Length(D, coordinates, "population * dimension");
        Guard.Length(y, coordinates, "population * dimension");
        if (!lower.IsEmpty || !upper.IsEmpty)
        {
            Guard.Length(lower, dimension, "dimension, or empty with upper");
            Guard.Length(upper, dimension, "dimension, or empty with lower");
        }

        return coordinates;
    }
}
