namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 5, the linear slope: <c>sum 5 |s_i| - s_i z_i + f_opt</c>, <c>s_i = sign(x_opt_i) 10^(i / (d - 1))</c>.
/// </summary>
/// <remarks>
/// z is x, held at the optimum where it is beyond it; the optimum is a corner of the box.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f05", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Linear slope: the minimum is a corner of the box.")]
public readonly partial struct BbobLinearSlope
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly double[] slopes;

    private BbobLinearSlope(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();

        slopes = problem.CreatePowers(10);
        for (int i = 0; i < slopes.Length; i++)
        {
            minimiser[i] = Math.CopySign(5, minimiser[i]);
            slopes[i] = Math.CopySign(slopes[i], minimiser[i]);
        }
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobLinearSlope Create(ObjectiveInstance instance) => new(BbobInstance.Create(5, instance, Description));

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
            double z = x[i] * minimiser[i] >= 25 ? minimiser[i] : x[i];
            sum += 5 * Math.Abs(slopes[i]) - slopes[i] * z;
        }

        return sum + problem.Optimum;
    }
}
