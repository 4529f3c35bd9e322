namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 13, the sharp ridge: <c>z_1^2 + 100 sqrt(sum over i &gt; 1 of z_i^2) + f_opt</c>, <c>z = R Lambda^10 Q (x - x_opt)</c>.
/// </summary>
/// <remarks>
/// Above 40 coordinates the ridge has <c>n = ceil(d / 40)</c> dimensions, as in the large-scale form: <c>sum over i &lt;= n of
/// z_i^2 / n + 100 sqrt(sum over i &gt; n of z_i^2 / n)</c>.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f13", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Sharp ridge: a ridge on which the function has no derivative.")]
public readonly partial struct BbobSharpRidge
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix map;

    private BbobSharpRidge(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        map = problem.CreateConditionedRotation(problem.CreateFirstRotation(), Math.Sqrt(10));
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobSharpRidge Create(ObjectiveInstance instance) => new(BbobInstance.Create(13, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => minimiser;

    internal static int GetScratchLength(int dimension) => 2 * dimension;

    internal double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
    {
        Span<double> z = scratch[..x.Length], other = scratch.Slice(x.Length, x.Length);
        BbobTransforms.Subtract(x, minimiser, other);

        map.Apply(other, z);
        int ridge = (z.Length + 39) / 40;
        double along = 0, across = 0;
        for (int i = 0; i < ridge; i++)
            along += z[i] * z[i];
        for (int i = ridge; i < z.Length; i++)
            across += z[i] * z[i];
        return along / ridge + 100 * Math.Sqrt(across / ridge) + problem.Optimum;
    }
}
