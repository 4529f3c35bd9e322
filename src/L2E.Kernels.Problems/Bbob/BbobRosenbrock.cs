namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 8, the original Rosenbrock function: <c>sum over i &lt; d of 100 (z_i^2 - z_(i+1))^2 + (z_i - 1)^2 + f_opt</c>.
/// </summary>
/// <remarks>
/// <c>z = max(1, sqrt(d) / 8) (x - x_opt) + 1</c>; x_opt lies in [-3, 3].
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f08", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Rosenbrock: a bent valley, one further local minimum.")]
public readonly partial struct BbobRosenbrock
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;

    private BbobRosenbrock(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();

        for (int i = 0; i < minimiser.Length; i++)
            minimiser[i] *= 0.75;
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobRosenbrock Create(ObjectiveInstance instance) => new(BbobInstance.Create(8, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => minimiser;

    internal double Evaluate(ReadOnlySpan<double> x)
    {
        double scale = BbobKernels.RosenbrockScale(x.Length), sum = 0;
        for (int i = 0; i + 1 < x.Length; i++)
            sum += BbobKernels.RosenbrockTerm(scale * (x[i] - minimiser[i]) + 1, scale * (x[i + 1] - minimiser[i + 1]) + 1);
        return sum + problem.Optimum;
    }
}
