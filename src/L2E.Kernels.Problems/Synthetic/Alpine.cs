namespace L2E.Kernels.Problems;

/// <summary>
/// Alpine function, number 1: <c>sum |y_i sin y_i + 0.1 y_i|</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// No part of the solver was tuned on it: it is for tables of what was held out.
/// </remarks>
[Objective(
    "alpine", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "Kinks along every coordinate, several global minima; separable.")]
public readonly partial struct Alpine
{
    private readonly Placement placement;

    private Alpine(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Alpine Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Alpine(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += Math.Abs(y[i] * Math.Sin(y[i]) + 0.1 * y[i]);
        return sum;
    }
}
