namespace L2E.Kernels.Problems;

/// <summary>
/// Zakharov's function: <c>sum y_i^2 + s^2 + s^4</c> with <c>s = sum i y_i / 2</c>, i from 1.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// </remarks>
[Objective(
    "zakharov", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "A parabola with a quartic ridge along one direction: unimodal, ill-conditioned, not separable.")]
public readonly partial struct Zakharov
{
    private readonly Placement placement;

    private Zakharov(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Zakharov Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Zakharov(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double squares = 0, slope = 0;
        for (int i = 0; i < y.Length; i++)
        {
            squares += y[i] * y[i];
            slope += 0.5 * (i + 1) * y[i];
        }

        double slopeSquared = slope * slope;
        return squares + slopeSquared + slopeSquared * slopeSquared;
    }
}
