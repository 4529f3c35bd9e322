namespace L2E.Kernels.Problems;

/// <summary>
/// Salomon's function: <c>1 - cos(2 pi r) + 0.1 r</c> with <c>r = |y|</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// No part of the solver was tuned on it: it is for tables of what was held out.
/// </remarks>
[Objective(
    "salomon", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "Concentric ripples around the minimum; not separable.")]
public readonly partial struct Salomon
{
    private readonly Placement placement;

    private Salomon(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Salomon Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Salomon(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double squares = 0;
        for (int i = 0; i < y.Length; i++)
            squares += y[i] * y[i];
        double radius = Math.Sqrt(squares);
        return 1 - Math.Cos(2 * Math.PI * radius) + 0.1 * radius;
    }
}
