namespace L2E.Kernels.Problems;

/// <summary>
/// Rosenbrock's valley: <c>sum over i &lt; d of 100 (u_(i+1) - u_i^2)^2 + (u_i - 1)^2</c> with <c>u = y + 1</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-1, 1] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out. Two
/// coordinates at least. It is computed from y, as <c>u_(i+1) - u_i^2 = y_(i+1) - y_i (2 + y_i)</c>, so that nothing cancels near
/// the minimum.
/// </remarks>
[Objective(
    "rosenbrock", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MinDimension = 2, MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "A bent, narrow valley; a second, local minimum from 4 coordinates up. Not separable.")]
public readonly partial struct Rosenbrock
{
    private readonly Placement placement;

    private Rosenbrock(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Rosenbrock Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Rosenbrock(SyntheticSuite.Place(instance, SyntheticSuite.RosenbrockShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i + 1 < y.Length; i++)
        {
            double residual = y[i + 1] - y[i] * (2 + y[i]);
            sum += 100 * residual * residual + y[i] * y[i];
        }

        return sum;
    }
}
