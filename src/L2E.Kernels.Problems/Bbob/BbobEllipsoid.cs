namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 2, the separable ellipsoid: <c>sum 10^(6 i / (d - 1)) z_i^2 + f_opt</c>, <c>z = T_osz(x - x_opt)</c>.
/// </summary>
/// <remarks>
/// Condition 10^6.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f02", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Ellipsoid: condition 10^6, smooth irregularities, separable.")]
public readonly partial struct BbobEllipsoid
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly double[] weights;

    private BbobEllipsoid(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        weights = problem.CreatePowers(1e6);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobEllipsoid Create(ObjectiveInstance instance) => new(BbobInstance.Create(2, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => minimiser;

    internal double Evaluate(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double z = BbobTransforms.Oscillate(x[i] - minimiser[i]);
            sum += weights[i] * z * z;
        }

        return sum + problem.Optimum;
    }
}
