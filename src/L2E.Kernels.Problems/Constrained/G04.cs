namespace L2E.Kernels.Problems.Constrained;

/// <summary>
/// g04 of Liang et al.: <i>Problem definitions and evaluation criteria for the CEC 2006 special session on constrained real-parameter
/// optimization</i>: a quadratic under three curved bands. Written for u in the unit box; x is 78 to 102, 33 to 45 and 27 to 45.
/// </summary>
[Objective(
    "g04", Lower = 0, Upper = 1, Dimension = 5, Optimum = -30665.53867178332, Constraints = nameof(Limit), ConstraintCount = 6,
    Summary = "A quadratic under three curved bands; 6 constraints.")]
public static partial class G04
{
    /// <summary>The value.</summary>
    /// <param name="u">The point, <c>[5]</c>.</param>
    public static double Evaluate(ReadOnlySpan<double> u)
    {
        double x1 = 78 + 24 * u[0], x3 = 27 + 18 * u[2], x5 = 27 + 18 * u[4];
        return 5.3578547 * x3 * x3 + 0.8356891 * x1 * x5 + 37.293239 * x1 - 40792.141;
    }

    private static void Limit(ReadOnlySpan<double> u, Span<double> constraints)
    {
        double x1 = 78 + 24 * u[0], x2 = 33 + 12 * u[1], x3 = 27 + 18 * u[2], x4 = 27 + 18 * u[3], x5 = 27 + 18 * u[4];
        double first = 85.334407 + 0.0056858 * x2 * x5 + 0.0006262 * x1 * x4 - 0.0022053 * x3 * x5;
        double second = 80.51249 + 0.0071317 * x2 * x5 + 0.0029955 * x1 * x2 + 0.0021813 * x3 * x3;
        double third = 9.300961 + 0.0047026 * x3 * x5 + 0.0012547 * x1 * x3 + 0.0019085 * x3 * x4;
        constraints[0] = first - 92;
        constraints[1] = -first;
        constraints[2] = second - 110;
        constraints[3] = 90 - second;
        constraints[4] = third - 25;
        constraints[5] = 20 - third;
    }
}
