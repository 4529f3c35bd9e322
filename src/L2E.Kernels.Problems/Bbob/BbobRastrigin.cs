namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 3, the separable Rastrigin function: <c>10 (d - sum cos 2 pi z_i) + |z|^2 + f_opt</c>,
/// <c>z = Lambda^10 T_asy^0.2(T_osz(x - x_opt))</c>.
/// </summary>
/// <remarks>
/// About 10^d local minima.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f03", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Rastrigin: about 10^d local minima on an asymmetric grid, separable.")]
public readonly partial struct BbobRastrigin
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly double[] scales;

    private BbobRastrigin(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        scales = problem.CreatePowers(Math.Sqrt(10));
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobRastrigin Create(ObjectiveInstance instance) => new(BbobInstance.Create(3, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => minimiser;

    internal double Evaluate(ReadOnlySpan<double> x)
    {
        double waves = 0, squares = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double oscillated = BbobTransforms.Oscillate(x[i] - minimiser[i]);
            double z = scales[i] * BbobTransforms.MakeAsymmetric(0.2, i, x.Length, oscillated);
            waves += Math.Cos(2 * Math.PI * z);
            squares += z * z;
        }

        return 10 * (x.Length - waves) + squares + problem.Optimum;
    }
}
