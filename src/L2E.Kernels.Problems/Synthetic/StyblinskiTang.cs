namespace L2E.Kernels.Problems;

/// <summary>
/// The function of Styblinski and Tang, <c>sum (u_i^4 - 16 u_i^2 + 5 u_i) / 2</c>, minus its minimum, with <c>u = y + m</c> where m =
/// -2.9035... minimises each term.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// It is computed from its Taylor polynomial about m, which is the whole of it: <c>y^2 (6 m^2 - 16 + 4 m y + y^2) / 2</c> per
/// coordinate. The constant and the slope vanish, so that it is exactly 0 at o and keeps every digit near it.
/// </remarks>
[Objective(
    "styblinski-tang", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "A quartic with two minima per coordinate, 2^d in all; separable unless rotated.")]
public readonly partial struct StyblinskiTang
{
    // The lowest root of the derivative, 4 u^3 - 32 u + 5 = 0.
    private const double Minimiser = -2.903534027771177;

    private readonly Placement placement;

    private StyblinskiTang(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static StyblinskiTang Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new StyblinskiTang(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += y[i] * y[i] * (6 * Minimiser * Minimiser - 16 + (4 * Minimiser + y[i]) * y[i]);
        return 0.5 * sum;
    }
}
