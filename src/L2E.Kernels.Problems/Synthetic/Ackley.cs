namespace L2E.Kernels.Problems;

/// <summary>
/// Ackley's function: <c>20 - 20 exp(-0.2 sqrt(mean u_i^2)) + e - exp(mean cos 2 pi u_i)</c> with <c>u = 6.4 y</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate; the factor 6.4 carries the box [-5, 5] to the usual
/// [-32, 32]. Minimum 0 at o. NaN in, NaN out. It is computed as <c>20 (1 - exp(-a)) + e (1 - exp(-b))</c>, where b is the mean of
/// <c>1 - cos 2 pi u = 2 sin^2 pi u</c>: exactly 0 at o and never below; the exponentials still round it to multiples of about 2e-15.
/// </remarks>
[Objective(
    "ackley", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "Nearly flat with many small local minima around one funnel; not separable.")]
public readonly partial struct Ackley
{
    private readonly Placement placement;

    private Ackley(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Ackley Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Ackley(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double squares = 0, waves = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double u = 6.4 * y[i];
            double sine = Math.Sin(Math.PI * u);
            squares += u * u;
            waves += 2 * sine * sine;
        }

        return 20 * (1 - Math.Exp(-0.2 * Math.Sqrt(squares / y.Length))) + Math.E * (1 - Math.Exp(-waves / y.Length));
    }
}
