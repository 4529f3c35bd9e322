namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 20, the function of Schwefel: <c>(418.98... - mean z_i sin sqrt|z_i|) / 100 + 100 pen(z / 100) + f_opt</c>.
/// </summary>
/// <remarks>
/// <c>v_i = 2 s_i x_i + (2 s_(i-1) x_(i-1) - 2 |x_opt_(i-1)|) / 4</c> with the signs s of x_opt (the first v has no second term),
/// <c>z = 100 (Lambda^10 (v - 2 |x_opt|) + 2 |x_opt|)</c>; every |x_opt_i| is 2.1048... .
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f20", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Schwefel: the best minima lie in the corners, far apart.")]
public readonly partial struct BbobSchwefel
{
    // A hundredth of the coordinate at which z sin sqrt z is greatest in [-500, 500], with the digits of the definition.
    private const double Best = 4.2096874637;

    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly double[] scales;
    private readonly double[] reflections; // 2 sign(x_opt)

    private BbobSchwefel(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = LegacyRandom.Uniform(problem.Dimension, problem.Seed);
        for (int i = 0; i < minimiser.Length; i++)
            minimiser[i] = minimiser[i] < 0.5 ? -0.5 * Best : 0.5 * Best;
        scales = problem.CreatePowers(Math.Sqrt(10));
        reflections = new double[problem.Dimension];
        for (int i = 0; i < reflections.Length; i++)
            reflections[i] = minimiser[i] < 0 ? -2 : 2;
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobSchwefel Create(ObjectiveInstance instance) => new(BbobInstance.Create(20, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => minimiser;

    internal double Evaluate(ReadOnlySpan<double> x)
    {
        double first = 100 * (scales[0] * (reflections[0] * x[0] - Best) + Best);
        double waves = Wave(first), excess = BbobTransforms.Excess(first, 500);
        for (int i = 1; i < x.Length; i++)
        {
            double coupled = reflections[i] * x[i] + 0.25 * (reflections[i - 1] * x[i - 1] - Best);
            double z = 100 * (scales[i] * (coupled - Best) + Best);
            waves += Wave(z);
            excess += BbobTransforms.Excess(z, 500);
        }

        return 0.01 * (418.9828872724339 - waves / x.Length + excess) + problem.Optimum;
    }

    private static double Wave(double z) => z * Math.Sin(Math.Sqrt(Math.Abs(z)));
}
