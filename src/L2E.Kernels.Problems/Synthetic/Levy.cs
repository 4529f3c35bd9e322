namespace L2E.Kernels.Problems;

/// <summary>
/// Levy's function: <c>sin^2(pi w_1) + sum over i &lt; d of (w_i - 1)^2 (1 + 10 sin^2(pi w_i + 1)) + (w_d - 1)^2 (1 + sin^2(2 pi w_d))</c>
/// with <c>w = 1 + y / 2</c>.
/// </summary>
/// <remarks>
/// y = Q (x - o) as in <see cref="Placement"/>, o in [-4, 4] per coordinate. Box [-5, 5], minimum 0 at o. NaN in, NaN out.
/// It is computed from <c>h = w - 1 = y / 2</c>: a whole turn or half a turn less changes no squared sine, and nothing is lost near the
/// minimum.
/// </remarks>
[Objective(
    "levy", Lower = SyntheticSuite.Lower, Upper = SyntheticSuite.Upper, Optimum = 0, Placement = nameof(placement),
    MaxDimension = SyntheticSuite.MaxDimension,
    Summary = "Waves over a shallow parabola; a chain of regularly spaced local minima, separable unless rotated.")]
public readonly partial struct Levy
{
    private readonly Placement placement;

    private Levy(Placement placement) => this.placement = placement;

    /// <summary>Makes an instance.</summary>
    /// <param name="instance">Dimension, seed (at least 0) and whether to rotate.</param>
    /// <exception cref="ArgumentException">The dimension is out of range or the instance is negative.</exception>
    public static Levy Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: false);
        return new Levy(SyntheticSuite.Place(instance, SyntheticSuite.ShiftRadius));
    }

    internal static double Evaluate(ReadOnlySpan<double> y)
    {
        int last = y.Length - 1;
        double sine = Math.Sin(Math.PI * 0.5 * y[0]);
        double sum = sine * sine;
        for (int i = 0; i < last; i++)
        {
            double half = 0.5 * y[i];
            sine = Math.Sin(Math.PI * half + 1);
            sum += half * half * (1 + 10 * sine * sine);
        }

        double lastHalf = 0.5 * y[last];
        sine = Math.Sin(2 * Math.PI * lastHalf);
        return sum + lastHalf * lastHalf * (1 + sine * sine);
    }
}
