namespace L2E.Kernels.Problems.Constrained;

/// <summary>
/// g10 of Liang et al.: <i>Problem definitions and evaluation criteria for the CEC 2006 special session on constrained real-parameter
/// optimization</i>: a linear function whose constraints differ by six orders of magnitude. Written for u in the unit box; x is 100 to 10,000, 1,000 to 10,000 and 10 to 1,000.
/// </summary>
[Objective(
    "g10", Lower = 0, Upper = 1, Dimension = 8, Optimum = 7049.24802052867, Constraints = nameof(Limit), ConstraintCount = 6,
    Summary = "A linear function whose constraints differ by six orders of magnitude; 6 constraints.")]
public static partial class G10
{
    /// <summary>The value.</summary>
    /// <param name="u">The point, <c>[8]</c>.</param>
    public static double Evaluate(ReadOnlySpan<double> u)
    {
        return 100 + 9900 * u[0] + 2000 + 9000 * u[1] + 9000 * u[2];
    }

    private static void Limit(ReadOnlySpan<double> u, Span<double> constraints)
    {
        double x1 = 100 + 9900 * u[0], x2 = 1000 + 9000 * u[1], x3 = 1000 + 9000 * u[2];
        double x4 = 10 + 990 * u[3], x5 = 10 + 990 * u[4], x6 = 10 + 990 * u[5], x7 = 10 + 990 * u[6], x8 = 10 + 990 * u[7];
        constraints[0] = -1 + 0.0025 * (x4 + x6);
        constraints[1] = -1 + 0.0025 * (x5 + x7 - x4);
        constraints[2] = -1 + 0.01 * (x8 - x5);
        constraints[3] = -x1 * x6 + 833.33252 * x4 + 100 * x1 - 83333.333;
        constraints[4] = -x2 * x7 + 1250 * x5 + x2 * x4 - 1250 * x4;
        constraints[5] = -x3 * x8 + 1250000 + x3 * x5 - 2500 * x5;
    }
}
