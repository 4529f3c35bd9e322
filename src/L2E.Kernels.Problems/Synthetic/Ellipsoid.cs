namespace L2E.Kernels.Problems;

/// <summary>
/// The ellipsoid of condition 10^6: <c>sum 10^(6 i / (d - 1)) y_i^2</c>, i from 0; at d = 1 the sphere.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// </remarks>
[Objective(
    "ellipsoid", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "Squares weighted from 1 to 10^6: unimodal, ill-conditioned, separable unless rotated.")]
public readonly partial struct Ellipsoid
{
    private readonly Placement placement;
    private readonly double[] weights;

    private Ellipsoid(Placement placement, double[] weights) =>
        (this.placement, this.weights) = (placement, weights);

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Ellipsoid Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        double[] weights = new double[instance.Dimension];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = Math.Pow(10, 6.0 * i / Math.Max(1, weights.Length - 1));
        return new Ellipsoid(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius), weights);
    }

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += weights[i] * y[i] * y[i];
        return sum;
    }
}
