namespace L2E.Kernels.Problems;

/// <summary>
/// Weierstrass' function: <c>sum over i and k of a^k cos(2 pi b^k (u_i + 1/2)) - d sum over k of a^k cos(pi b^k)</c> with a = 1/2, b = 3,
/// k = 0 to 20, and <c>u = y / 10</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate; the factor 1/10 carries a box of [-5, 5] around o to the
/// usual [-1/2, 1/2], one period; unrotated, no other minimum of value 0 lies in the box. Minimum 0 at o. NaN in, NaN out.
/// As b^k is odd, a term is <c>a^k (1 - cos(2 pi b^k u)) = 2 a^k sin^2(pi b^k u)</c>: exactly 0 at o and never below.
/// </remarks>
[Objective(
    "weierstrass", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "Continuous, rugged at every scale, almost nowhere smooth; separable unless rotated.")]
public readonly partial struct Weierstrass
{
    private readonly Placement placement;

    private Weierstrass(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Weierstrass Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Weierstrass(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double u = 0.1 * y[i];
            double amplitude = 2, frequency = 1;
            for (int k = 0; k <= 20; k++)
            {
                double sine = Math.Sin(Math.PI * (frequency * u));
                sum += amplitude * sine * sine;
                amplitude *= 0.5;
                frequency *= 3;
            }
        }

        return sum;
    }
}
