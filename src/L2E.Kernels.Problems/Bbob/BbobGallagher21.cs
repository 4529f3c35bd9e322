namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 22, the 21 Gaussian peaks of Gallagher: <c>T_osz(10 - max over k of w_k exp(-(z - y_k)' C_k (z - y_k) / (2 d)))^2
/// + pen(x) + f_opt</c>.
/// </summary>
/// <remarks>
/// <c>z = Q x</c>; the peaks y_k, their heights w_k and diagonal C_k are random, the highest of height 10. The diagonal of that one
/// spans a factor of 1000.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f22", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Gallagher's 21 peaks, the highest one narrow.")]
public readonly partial struct BbobGallagher21
{
    private readonly BbobInstance problem;
    private readonly GallagherPeaks peaks;

    private BbobGallagher21(BbobInstance problem)
    {
        this.problem = problem;
        peaks = new GallagherPeaks(problem, count: 21, radius: 4.9, globalCondition: 1000);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobGallagher21 Create(ObjectiveInstance instance) => new(BbobInstance.Create(22, instance, Description));

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
