namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 1, the sphere: <c>sum z_i^2 + f_opt</c>, <c>z = x - x_opt</c>.
/// </summary>
/// <remarks>
/// The easiest continuous problem.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f01", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Sphere: unimodal, separable.")]
public readonly partial struct BbobSphere
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;

    private BbobSphere(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobSphere Create(ObjectiveInstance instance) => new(BbobInstance.Create(1, instance, Description));

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
            double z = x[i] - minimiser[i];
            sum += z * z;
        }

        return sum + problem.Optimum;
    }
}
