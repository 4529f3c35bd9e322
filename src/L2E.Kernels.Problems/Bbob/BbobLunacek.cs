namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 24, Lunacek's bi-Rastrigin function: <c>min(sum (v_i - m0)^2, d + s sum (v_i - m1)^2) + 10 (d - sum cos 2 pi z_i)
/// + 10^4 pen(x) + f_opt</c>.
/// </summary>
/// <remarks>
/// <c>v = 2 sign(x_opt) x</c>, <c>z = R Lambda^100 Q (v - m0)</c>, <c>m0 = 5/2</c>, <c>s = 1 - 1 / (2 sqrt(d + 20) - 8.2)</c>,
/// <c>m1 = -sqrt((m0^2 - 1) / s)</c>.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f24", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Lunacek bi-Rastrigin: two funnels, the worse one wider.")]
public readonly partial struct BbobLunacek
{
    private const double FirstFunnel = 2.5;

    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix first;
    private readonly SquareMatrix second;

    private BbobLunacek(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = LegacyRandom.Normal(problem.Dimension, problem.Seed);
        for (int i = 0; i < minimiser.Length; i++)
            minimiser[i] = minimiser[i] < 0 ? -0.5 * FirstFunnel : 0.5 * FirstFunnel;
        first = problem.CreateFirstRotation();
        second = problem.CreateSecondRotation().ScaleRows(problem.CreatePowers(10));
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobLunacek Create(ObjectiveInstance instance) => new(BbobInstance.Create(24, instance, Description));

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
        double depth = 1 - 0.5 / (Math.Sqrt(x.Length + 20) - 4.1);
        double secondFunnel = -Math.Sqrt((FirstFunnel * FirstFunnel - 1) / depth);
        double toFirst = 0, toSecond = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double reflected = minimiser[i] > 0 ? 2 * x[i] : -2 * x[i];
            other[i] = reflected - FirstFunnel;
            toFirst += other[i] * other[i];
            toSecond += (reflected - secondFunnel) * (reflected - secondFunnel);
        }

        second.Apply(other, z);
        z.CopyTo(other);
        first.Apply(other, z);
        double waves = 0;
        for (int i = 0; i < z.Length; i++)
            waves += Math.Cos(2 * Math.PI * z[i]);
        double funnels = Math.Min(toFirst, x.Length + depth * toSecond);
        return funnels + 10 * (x.Length - waves) + 1e4 * BbobTransforms.Excess(x, 5) + problem.Optimum;
    }
}
