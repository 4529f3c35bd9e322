namespace L2E.Kernels.Problems;

/// <summary>
/// Schwefel's function: <c>418.9828872724338 d - sum z_i sin sqrt|z_i| + 0.1 sum (u_i - z_i)^2</c> with <c>u = 100 y</c> and z = u
/// clipped to [-500, 500].
/// </summary>
/// <remarks>
/// <c>y = Q x</c>: there is no shift, as the minimum lies at <c>u_i = 420.9687...</c> by itself. Its value is 0 up to the rounding of the
/// constant and the sine (2e-13 per coordinate) and never below. Box [-5, 5]. Rotated, the minimum usually lies outside of the box: 0 is then the
/// minimum over the whole space, and what is reached in the box is greater. NaN in, NaN out.
/// </remarks>
[Objective(
    "schwefel", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "The best minimum lies far from the second best, near a corner; separable unless rotated.")]
public readonly partial struct Schwefel
{
    private readonly Placement placement;

    private Schwefel(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Schwefel Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        // The minimum is where the formula has it, far from the middle, whatever region is asked for.
        return new Schwefel(Placement.Create(instance with { Optimum = OptimumRegion.Centred }, 0));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double u = 100 * y[i];
            double z = Math.Clamp(u, -500, 500);
            // Coordinate by coordinate: the difference of the two whole sums would round more.
            sum += 418.9828872724338 - z * Math.Sin(Math.Sqrt(Math.Abs(z))) + 0.1 * (u - z) * (u - z);
        }

        return sum;
    }
}
