namespace L2E.Kernels.Problems;

/// <summary>
/// Schaffer's function F6, expanded to neighbours: <c>sum over i &lt; d of 1/2 + (sin^2 sqrt(r) - 1/2) / (1 + r / 1000)^2</c> with <c>r = y_i^2 + y_(i+1)^2</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// No part of the solver was tuned on it: it is for tables of what was held out.
/// </remarks>
[Objective(
    "schaffer-f6", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MinDimension = 2, MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "Rings around rings, all nearly as high as the next; not separable.")]
public readonly partial struct SchafferF6
{
    private readonly Placement placement;

    private SchafferF6(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static SchafferF6 Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new SchafferF6(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i + 1 < y.Length; i++)
        {
            double squared = y[i] * y[i] + y[i + 1] * y[i + 1];
            double wave = Math.Sin(Math.Sqrt(squared)), wide = 1 + 0.001 * squared;
            sum += 0.5 + (wave * wave - 0.5) / (wide * wide);
        }

        return sum;
    }
}
