namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 6, the attractive sector: <c>T_osz(sum (s_i z_i)^2)^0.9 + f_opt</c>, <c>z = R Lambda^10 Q (x - x_opt)</c>.
/// </summary>
/// <remarks>
/// s_i is 100 where z_i and x_opt_i have one sign, else 1: a single narrow sector of all leads down slowly.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f06", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Attractive sector: highly asymmetric, unimodal.")]
public readonly partial struct BbobAttractiveSector
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix map;

    private BbobAttractiveSector(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        map = problem.CreateConditionedRotation(problem.CreateFirstRotation(), Math.Sqrt(10));
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobAttractiveSector Create(ObjectiveInstance instance) => new(BbobInstance.Create(6, instance, Description));

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
        double sum = 0;
        for (int i = 0; i < z.Length; i++)
            sum += z[i] * z[i] * (minimiser[i] * z[i] > 0 ? 10_000 : 1);
        return Math.Pow(BbobTransforms.Oscillate(sum), 0.9) + problem.Optimum;
    }
}
