namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 12, the bent cigar: <c>z_1^2 + 10^6 sum over i &gt; 1 of z_i^2 + f_opt</c>, <c>z = R T_asy^0.5(R (x - x_opt))</c>.
/// </summary>
/// <remarks>
/// A ridge that has to be followed and is not straight.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f12", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Bent cigar: a narrow, bent ridge.")]
public readonly partial struct BbobBentCigar
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix rotation;

    private BbobBentCigar(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser(seedOffset: 1_000_000);
        rotation = problem.CreateFirstRotation();
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobBentCigar Create(ObjectiveInstance instance) => new(BbobInstance.Create(12, instance, Description));

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
        BbobTransforms.MakeAsymmetric(0.5, z);
        z.CopyTo(other);
        rotation.Apply(other, z);
        double sum = z[0] * z[0];
        for (int i = 1; i < z.Length; i++)
            sum += 1e6 * z[i] * z[i];
        return sum + problem.Optimum;
    }
}
