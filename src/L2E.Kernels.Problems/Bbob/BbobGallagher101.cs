namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 21, the 101 Gaussian peaks of Gallagher: <c>T_osz(10 - max over k of w_k exp(-(z - y_k)' C_k (z - y_k) / (2 d)))^2
/// + pen(x) + f_opt</c>.
/// </summary>
/// <remarks>
/// <c>z = Q x</c>; the peaks y_k, their heights w_k and diagonal C_k are random, the highest of height 10. The diagonal of that one
/// spans a factor of sqrt(1000).
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f21", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Gallagher's 101 peaks at random places and heights.")]
public readonly partial struct BbobGallagher101
{
    private readonly BbobInstance problem;
    private readonly GallagherPeaks peaks;

    private BbobGallagher101(BbobInstance problem)
    {
        this.problem = problem;
        peaks = new GallagherPeaks(problem, count: 101, radius: 5, globalCondition: Math.Sqrt(1000));
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobGallagher101 Create(ObjectiveInstance instance) => new(BbobInstance.Create(21, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => peaks.Minimiser;

    internal static int GetScratchLength(int dimension) => 2 * dimension;

    internal double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
    {
        return peaks.Evaluate(x, scratch[..x.Length]) + problem.Optimum;
    }
}
