namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 16, the Weierstrass function: <c>10 (sum over i and k of 2^-k (cos 2 pi 3^k (z_i + 1/2) - cos pi 3^k) / d)^3 + 10
/// pen(x) / d + f_opt</c>, k = 0 to 11.
/// </summary>
/// <remarks>
/// <c>z = R Lambda^(1/100) Q T_osz(R (x - x_opt))</c>. As 3^k is odd, the difference of cosines is <c>2 sin^2(pi 3^k z_i)</c>,
/// which is what is summed.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f16", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Weierstrass: rugged and repetitive, the minimum not unique.")]
public readonly partial struct BbobWeierstrass
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix rotation;
    private readonly SquareMatrix map;

    private BbobWeierstrass(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();
        rotation = problem.CreateFirstRotation();
        map = problem.CreateConditionedRotation(rotation, 0.1);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobWeierstrass Create(ObjectiveInstance instance) => new(BbobInstance.Create(16, instance, Description));

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
        BbobTransforms.Subtract(x, minimiser, z);
        rotation.Apply(z, other);
        BbobTransforms.Oscillate(other);
        map.Apply(other, z);
        double sum = 0;
        for (int i = 0; i < z.Length; i++)
        {
            double amplitude = 2, frequency = 1;
            for (int k = 0; k < 12; k++)
            {
                double sine = Math.Sin(Math.PI * (frequency * z[i]));
                sum += amplitude * sine * sine;
                amplitude *= 0.5;
                frequency *= 3;
            }
        }

        double mean = sum / z.Length;
        return 10 * mean * mean * mean + 10.0 / z.Length * BbobTransforms.Excess(x, 5) + problem.Optimum;
    }
}
