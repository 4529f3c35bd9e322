namespace L2E.Kernels.Operators;

/// <summary>
/// Weighted sums over the antithetic half of a population, in one pass: <c>step_d = sum_h stepWeights_h E_hd</c>,
/// <c>moment_d = sum_h momentWeights_h E_hd^2</c>, <c>gradient_d = sum_h gradientWeights_h E_hd</c>.
/// </summary>
/// <remarks>
/// Shapes: E [pairs, dimension], weights [pairs], results [dimension]. The sums run over h in order, for any width. NaN and
/// infinities propagate. A population of pairs (E_h, -E_h) with weights w+ and w- has the first moment of weights w+ - w- and the
/// second of w+ + w-, so half the population is read. Source: antithetic (mirrored) sampling, D. Brockhoff et al., PPSN 2010.
/// </remarks>
public static partial class Recombination
{
    private static int Check(
        int pairs, int dimension, ReadOnlySpan<float> E, ReadOnlySpan<float> stepWeights, ReadOnlySpan<float> momentWeights,
        ReadOnlySpan<float> gradientWeights)
    {
        Guard.AtLeast(pairs, 0);
        Guard.AtLeast(dimension, 0);
        int elements = Guard.Product("E", "pairs * dimension", pairs, dimension);
        Guard.Length(E, elements, "pairs * dimension");
        Guard.Length(stepWeights, pairs, "pairs");
        Guard.Length(momentWeights, pairs, "pairs");
        Guard.Length(gradientWeights, pairs, "pairs");
        return elements;
    }
}
