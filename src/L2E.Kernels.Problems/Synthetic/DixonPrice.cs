namespace L2E.Kernels.Problems;

/// <summary>
/// Dixon and Price's function: <c>(u_1 - 1)^2 + sum over i &gt; 1 of i (2 u_i^2 - u_(i-1))^2</c> with <c>u_i = y_i + 2^(2^(1-i) - 1)</c>, i from 1.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// No part of the solver was tuned on it: it is for tables of what was held out.
/// </remarks>
[Objective(
    "dixon-price", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MinDimension = 2, MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "A chain of curved valleys with mirrored minima; not separable.")]
public readonly partial struct DixonPrice
{
    private readonly Placement placement;

    private DixonPrice(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static DixonPrice Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new DixonPrice(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = y[0] * y[0];
        for (int i = 1; i < y.Length; i++)
        {
            // At the minimum 2 u_i^2 = u_(i-1): written in y, nothing cancels there.
            double minimiser = 0.5 * Math.Pow(2, Math.Pow(0.5, i));
            double residual = 2 * y[i] * (y[i] + 2 * minimiser) - y[i - 1];
            sum += (i + 1) * residual * residual;
        }

        return sum;
    }
}
