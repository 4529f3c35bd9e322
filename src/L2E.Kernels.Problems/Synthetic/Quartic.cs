namespace L2E.Kernels.Problems;

/// <summary>
/// The weighted quartic of De Jong, without its noise: <c>sum i y_i^4</c>, i from 1.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// No part of the solver was tuned on it: it is for tables of what was held out.
/// </remarks>
[Objective(
    "quartic", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "A flat bottom where all curvature vanishes; separable.")]
public readonly partial struct Quartic
{
    private readonly Placement placement;

    private Quartic(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Quartic Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Quartic(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += (i + 1) * y[i] * y[i] * y[i] * y[i];
        return sum;
    }
}
