namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 10, the rotated ellipsoid: <c>sum 10^(6 i / (d - 1)) z_i^2 + f_opt</c>, <c>z = T_osz(R (x - x_opt))</c>.
/// </summary>
/// <remarks>
/// Condition 10^6.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f10", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Rotated ellipsoid: condition 10^6, not separable.")]
public readonly partial struct BbobEllipsoidRotated
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix rotation;
    private readonly double[] weights;

    private BbobEllipsoidRotated(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        rotation = problem.CreateFirstRotation();
        weights = problem.CreatePowers(1e6);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobEllipsoidRotated Create(ObjectiveInstance instance) => new(BbobInstance.Create(10, instance, Description));

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

        rotation.Apply(other, z);
        BbobTransforms.Oscillate(z);
        return BbobKernels.Ellipsoid(z, weights) + problem.Optimum;
    }
}
