namespace L2E.Kernels.Problems;

/// <summary>
/// Griewank's function: <c>sum u_i^2 / 4000 + 1 - prod cos(u_i / sqrt(i))</c>, i from 1, with <c>u = 120 y</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate; the factor 120 carries the box [-5, 5] to the usual
/// [-600, 600]. Minimum 0 at o. NaN in, NaN out. <c>cos 2 a</c> is computed as <c>1 - 2 sin^2 a</c>, which no rounding makes greater than 1:
/// no value is below 0.
/// </remarks>
[Objective(
    "griewank", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "A wide parabola with fine ripples that fade as the dimension grows; not separable.")]
public readonly partial struct Griewank
{
    private readonly Placement placement;

    private Griewank(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Griewank Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Griewank(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double squares = 0, product = 1;
        for (int i = 0; i < y.Length; i++)
        {
            double u = 120 * y[i];
            squares += u * u;
            double sine = Math.Sin(0.5 * u / Math.Sqrt(i + 1));
            product *= 1 - 2 * sine * sine;
        }

        return squares / 4000 + (1 - product);
    }
}
