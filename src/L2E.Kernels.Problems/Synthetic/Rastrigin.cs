namespace L2E.Kernels.Problems;

/// <summary>
/// Rastrigin's function: <c>sum y_i^2 + 10 (d - sum cos 2 pi y_i)</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// <c>1 - cos 2 a</c> is computed as <c>2 sin^2 a</c>, which keeps every digit near the minimum.
/// </remarks>
[Objective(
    "rastrigin", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "A parabola with a regular grid of deep local minima; separable unless rotated.")]
public readonly partial struct Rastrigin
{
    private readonly Placement placement;

    private Rastrigin(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Rastrigin Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Rastrigin(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double sine = Math.Sin(Math.PI * y[i]);
            sum += y[i] * y[i] + 20 * sine * sine;
        }

        return sum;
    }
}
