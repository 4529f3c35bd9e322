namespace L2E.Kernels.Problems;

/// <summary>
/// BBOB function 7, the step ellipsoid: <c>0.1 max(|u_1| / 10^4, sum 10^(2 i / (d - 1)) z_i^2) + pen(x) + f_opt</c>.
/// </summary>
/// <remarks>
/// <c>u = Lambda^10 Q (x - x_opt)</c>, each u_i is rounded to an
/// integer, or to a tenth where it is within 1/2 of 0, and z is R times that: plateaus but for a slope close to the minimum.
/// Box [-5, 5], 2 to 1,000 coordinates, no rotation beside its own. x_opt and f_opt follow from the instance. NaN in, NaN out.
/// Symbols and source: see <see cref="ObjectiveCatalogue"/>; instances as in COCO and IOHexperimenter.
/// </remarks>
[Objective(
    "bbob-f07", Lower = BbobInstance.Lower, Upper = BbobInstance.Upper,
    MinDimension = BbobInstance.MinDimension, MaxDimension = BbobInstance.MaxDimension,
    Summary = "Step ellipsoid: condition 100, made of plateaus.")]
public readonly partial struct BbobStepEllipsoid
{
    private readonly BbobInstance problem;
    private readonly double[] minimiser;
    private readonly SquareMatrix first;
    private readonly SquareMatrix second;
    private readonly double[] weights;

    private BbobStepEllipsoid(BbobInstance problem)
    {
        this.problem = problem;
        minimiser = problem.CreateMinimiser();

        first = problem.CreateFirstRotation();
        second = problem.CreateSecondRotation().ScaleRows(problem.CreatePowers(Math.Sqrt(10)));
        weights = problem.CreatePowers(100);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension 2 to 1,000, instance 0 to 200,000, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension or the instance is out of range, or a rotation is asked for.</exception>
    public static BbobStepEllipsoid Create(ObjectiveInstance instance) => new(BbobInstance.Create(7, instance, Description));

    /// <inheritdoc/>
    public double KnownOptimum => problem.Optimum;

    /// <inheritdoc/>
    public int RequiredDimension => problem.Dimension;

    /// <summary>The place of the minimum, x_opt, <c>[dimension]</c>.</summary>
    public ReadOnlySpan<double> Minimiser => minimiser;

    internal static int GetScratchLength(int dimension) => 2 * dimension;

    internal double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
    {
        Span<double> u = scratch[..x.Length], z = scratch.Slice(x.Length, x.Length);
        BbobTransforms.Subtract(x, minimiser, z);
        second.Apply(z, u);
        // Unrounded, as in the definition and in COCO: a slope where all of u rounds to 0. IOHexperimenter takes the rounded one.
        double unrounded = Math.Abs(u[0]);
        for (int i = 0; i < u.Length; i++)
            u[i] = Math.Abs(u[i]) > 0.5 ? Math.Floor(u[i] + 0.5) : Math.Floor(10 * u[i] + 0.5) / 10;
        first.Apply(u, z);
        double value = 0.1 * Math.Max(1e-4 * unrounded, BbobKernels.Ellipsoid(z, weights));
        return value + BbobTransforms.Excess(x, 5) + problem.Optimum;
    }
}
