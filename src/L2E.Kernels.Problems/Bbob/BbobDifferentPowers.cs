namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 14, the sum of different powers: <c>sqrt(sum |z_i|^(2 + 4 i / (d - 1))) + f_opt</c>, i from 0, <c>z = R (x - x_opt)</c>.
/// </summary>
/// <remarks>
/// The sensitivities of the directions grow apart towards the minimum.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f14", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Different powers: sensitivities grow apart towards the minimum.")]
public readonly partial struct BbobDifferentPowers
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix rotation;

    private BbobDifferentPowers(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        rotation = problem.CreateFirstRotation();
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobDifferentPowers Create(ObjectiveInstance instance) => new(BbobInstance.Create(14, instance, Description));

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
        double sum = 0;
        for (int i = 0; i < z.Length; i++)
            sum += Math.Pow(Math.Abs(z[i]), 2 + 4 * (i / (z.Length - 1.0)));
        return Math.Sqrt(sum) + problem.Optimum;
    }
}
