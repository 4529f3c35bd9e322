namespace L2E.Kernels.Problems.Constrained;

/// <summary>
/// g06 of Liang et al.: <i>Problem definitions and evaluation criteria for the CEC 2006 special session on constrained real-parameter
/// optimization</i>: a cubic in the thin crescent between two circles. Written for u in the unit box; x is 13 to 100 and 0 to 100.
/// </summary>
[Objective(
    "g06", Lower = 0, Upper = 1, Dimension = 2, Optimum = -6961.81387558015, Constraints = nameof(Limit), ConstraintCount = 2,
    Summary = "A cubic in the thin crescent between two circles; 2 constraints.")]
public static partial class G06
{
    /// <summary>The value.</summary>
    /// <param name="u">The point, <c>[2]</c>.</param>
    public static double Evaluate(ReadOnlySpan<double> u)
    {
        double x1 = 13 + 87 * u[0], x2 = 100 * u[1];
        return (x1 - 10) * (x1 - 10) * (x1 - 10) + (x2 - 20) * (x2 - 20) * (x2 - 20);
    }

    private static void Limit(ReadOnlySpan<double> u, Span<double> constraints)
    {
        double x1 = 13 + 87 * u[0], x2 = 100 * u[1];
        constraints[0] = 100 - (x1 - 5) * (x1 - 5) - (x2 - 5) * (x2 - 5);
        constraints[1] = (x1 - 6) * (x1 - 6) + (x2 - 5) * (x2 - 5) - 82.81;
    }
}
