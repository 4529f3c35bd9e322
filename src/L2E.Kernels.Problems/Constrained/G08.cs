namespace L2E.Kernels.Problems.Constrained;

/// <summary>
/// g08 of Liang et al.: <i>Problem definitions and evaluation criteria for the CEC 2006 special session on constrained real-parameter
/// optimization</i>: many optima, of which a small feasible region has one. Written for u in the unit box; x is 0 to 10.
/// </summary>
[Objective(
    "g08", Lower = 0, Upper = 1, Dimension = 2, Optimum = -0.0958250414180359, Constraints = nameof(Limit), ConstraintCount = 2,
    Summary = "Many optima, of which a small feasible region has one; 2 constraints.")]
public static partial class G08
{
    /// <summary>The value.</summary>
    /// <param name="u">The point, <c>[2]</c>.</param>
    public static double Evaluate(ReadOnlySpan<double> u)
    {
        double x1 = 10 * u[0], x2 = 10 * u[1], wave = Math.Sin(2 * Math.PI * x1);
        return -wave * wave * wave * Math.Sin(2 * Math.PI * x2) / (x1 * x1 * x1 * (x1 + x2));
    }

    private static void Limit(ReadOnlySpan<double> u, Span<double> constraints)
    {
        double x1 = 10 * u[0], x2 = 10 * u[1];
        constraints[0] = x1 * x1 - x2 + 1;
        constraints[1] = 1 - x1 + (x2 - 4) * (x2 - 4);
    }
}
