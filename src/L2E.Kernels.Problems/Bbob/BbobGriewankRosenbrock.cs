namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 19, Griewank's function of Rosenbrock's terms: <c>10 mean over i &lt; d of (s_i / 4000 - cos s_i) + 10 + f_opt</c>.
/// </summary>
/// <remarks>
/// <c>s_i = 100 (z_i^2 - z_(i+1))^2 + (z_i - 1)^2</c>, <c>z = max(1, sqrt(d) / 8) Q x + 1/2</c>.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f19", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Griewank-Rosenbrock: highly multimodal along a bent valley.")]
public readonly partial struct BbobGriewankRosenbrock
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix map;

    private BbobGriewankRosenbrock(BbobInstance problem)
    {
        this.problem = problem;
        double scale = BbobKernels.RosenbrockScale(problem.Dimension);
        double[] scales = new double[problem.Dimension];
        Array.Fill(scales, scale);
        map = problem.CreateSecondRotation().ScaleRows(scales);
        // The coordinates z are all 1 where scale Q x = 1/2, and Q is orthogonal.
        minimiser = map.ColumnSums();
        for (int i = 0; i < minimiser.Length; i++)
            minimiser[i] *= 0.5 / (scale * scale);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobGriewankRosenbrock Create(ObjectiveInstance instance) => new(BbobInstance.Create(19, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => minimiser;

    internal static int GetScratchLength(int dimension) => 2 * dimension;

    internal double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
    {
        Span<double> z = scratch[..x.Length];
        map.Apply(x, z);
        for (int i = 0; i < z.Length; i++)
            z[i] += 0.5;

        double sum = 0;
        for (int i = 0; i + 1 < z.Length; i++)
        {
            double residual = z[i] * z[i] - z[i + 1], distance = z[i] - 1;
            double term = 100 * (residual * residual) + distance * distance;
            sum += term / 4000 - Math.Cos(term);
        }

        return 10 * (sum / (z.Length - 1)) + 10 + problem.Optimum;
    }
}
