namespace L2E.Kernels.Problems;

/// <summary>
/// The happy cat of Beyer and Finck: <c>|s|^(1/4) + (s / 2 + sum y_i) / d</c> with <c>s = sum y_i (y_i - 2)</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// No part of the solver was tuned on it: it is for tables of what was held out.
/// </remarks>
[Objective(
    "happy-cat", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "A groove along a sphere, infinitely steep towards it, that leads to the minimum; not separable.")]
public readonly partial struct HappyCat
{
    private readonly Placement placement;

    private HappyCat(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static HappyCat Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new HappyCat(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double curved = 0, sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            curved += y[i] * (y[i] - 2);
            sum += y[i];
        }

        return Math.Sqrt(Math.Sqrt(Math.Abs(curved))) + (0.5 * curved + sum) / y.Length;
    }
}
