namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 15, the rotated Rastrigin function: <c>10 (d - sum cos 2 pi z_i) + |z|^2 + f_opt</c>.
/// </summary>
/// <remarks>
/// <c>z = R Lambda^10 Q T_asy^0.2(T_osz(R (x - x_opt)))</c>.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f15", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Rotated Rastrigin: about 10^d local minima, not separable.")]
public readonly partial struct BbobRastriginRotated
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix rotation;
    private readonly SquareMatrix map;

    private BbobRastriginRotated(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        rotation = problem.CreateFirstRotation();
        map = problem.CreateConditionedRotation(rotation, Math.Sqrt(10));
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobRastriginRotated Create(ObjectiveInstance instance) => new(BbobInstance.Create(15, instance, Description));

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
        BbobTransforms.Subtract(x, minimiser, z);
        rotation.Apply(z, other);
        BbobTransforms.Oscillate(other);
        BbobTransforms.MakeAsymmetric(0.2, other);
        map.Apply(other, z);
        return BbobKernels.Rastrigin(z) + problem.Optimum;
    }
}
