namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 23, Katsuura's function: <c>10 / d^2 (prod (1 + i sum over j of |2^j z_i - [2^j z_i]| / 2^j)^(10 / d^1.2) - 1) +
/// pen(x) + f_opt</c>, j = 1 to 32.
/// </summary>
/// <remarks>
/// i from 1, [.] is the nearest integer, <c>z = R Lambda^100 Q (x - x_opt)</c>.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f23", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Katsuura: more than 10^d minima, rugged and repetitive at every scale.")]
public readonly partial struct BbobKatsuura
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix map;

    private BbobKatsuura(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        map = problem.CreateConditionedRotation(problem.CreateFirstRotation(), 10);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobKatsuura Create(ObjectiveInstance instance) => new(BbobInstance.Create(23, instance, Description));

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
        double dimension = z.Length, exponent = 10 / Math.Pow(dimension, 1.2), product = 1;
        for (int i = 0; i < z.Length; i++)
        {
            double sum = 0, power = 1;
            for (int j = 1; j <= 32; j++)
            {
                power *= 2;
                double scaled = power * z[i];
                sum += Math.Abs(scaled - Math.Floor(scaled + 0.5)) / power;
            }

            product *= Math.Pow(1 + (i + 1) * sum, exponent);
        }

        return 10 / (dimension * dimension) * (product - 1) + BbobTransforms.Excess(x, 5) + problem.Optimum;
    }
}
