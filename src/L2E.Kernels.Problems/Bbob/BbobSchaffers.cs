namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 17, the F7 function of Schaffers: <c>(mean over i &lt; d of sqrt(s_i) (1 + sin^2(50 s_i^(1/5))))^2 + 10 pen(x) +
/// f_opt</c>.
/// </summary>
/// <remarks>
/// <c>s_i = sqrt(z_i^2 + z_(i+1)^2)</c>, <c>z = Lambda^10 Q T_asy^0.5(R (x - x_opt))</c>.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f17", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Schaffers F7: multimodal, amplitude and frequency change together.")]
public readonly partial struct BbobSchaffers
{
    private readonly BbobInstance problem;
    private readonly SchaffersMap map;

    private BbobSchaffers(BbobInstance problem)
    {
        this.problem = problem;
        map = new SchaffersMap(problem, condition: 10);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobSchaffers Create(ObjectiveInstance instance) => new(BbobInstance.Create(17, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => map.Minimiser;

    internal static int GetScratchLength(int dimension) => 2 * dimension;

    internal double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
    {
        return map.Evaluate(x, scratch) + problem.Optimum;
    }
}
