namespace L2E.Kernels.Operators;

/// <summary>
/// The averaged step of Krasnosel'skii and Mann, with a relaxation per row: <c>next_i = (1 - relaxation_i) D_i + relaxation_i Y_i</c>.
/// </summary>
/// <remarks>
/// Shapes: relaxation [population]; D, Y, next [population, dimension], row major. Domain: a relaxation in [0, 1] keeps the step
/// nonexpansive where Y is; other values are computed by the same formula. NaN and infinities propagate. Source: M. A.
/// Krasnosel'skii 1955, W. R. Mann 1953; H. H. Bauschke and P. L. Combettes, <i>Convex Analysis and Monotone Operator Theory</i>,
/// section 5.2.
/// </remarks>
public static partial class KrasnoselskiiMann
{
    private static int Check(int population, int dimension, ReadOnlySpan<float> relaxation)
    {
        Guard.AtLeast(population, 0);
        Guard.AtLeast(dimension, 0);
        Guard.Length(relaxation, population, "population");
        return Guard.Product("D", "population * dimension", population, dimension);
    }
}
