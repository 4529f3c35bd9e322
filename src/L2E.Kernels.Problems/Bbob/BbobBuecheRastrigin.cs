namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 4, the Rastrigin function of Bueche: <c>10 (d - sum cos 2 pi z_i) + |z|^2 + 100 pen(x) + f_opt</c>,
/// <c>z_i = s_i T_osz(x_i - x_opt_i)</c>.
/// </summary>
/// <remarks>
/// <c>s_i = 10^(i / (2 (d - 1)))</c>, i from 0, times 10 where i is even and the coordinate positive.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f04", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Bueche-Rastrigin: as function 3 with a strong, misleading asymmetry.")]
public readonly partial struct BbobBuecheRastrigin
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly double[] scales;
    private readonly double[] positiveScales;

    private BbobBuecheRastrigin(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();

        for (int i = 0; i < minimiser.Length; i += 2)
            minimiser[i] = Math.Abs(minimiser[i]);
        scales = problem.CreatePowers(Math.Sqrt(10));
        positiveScales = problem.CreatePowers(Math.Sqrt(10));
        for (int i = 0; i < positiveScales.Length; i += 2)
            positiveScales[i] *= 10;
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobBuecheRastrigin Create(ObjectiveInstance instance) => new(BbobInstance.Create(4, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => minimiser;

    internal double Evaluate(ReadOnlySpan<double> x)
    {
        double waves = 0, squares = 0, excess = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double oscillated = BbobTransforms.Oscillate(x[i] - minimiser[i]);
            double z = oscillated * (oscillated > 0 ? positiveScales[i] : scales[i]);
            waves += Math.Cos(2 * Math.PI * z);
            squares += z * z;
            excess += BbobTransforms.Excess(x[i], 5);
        }

        return 10 * (x.Length - waves) + squares + 100 * excess + problem.Optimum;
    }
}
