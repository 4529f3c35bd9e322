namespace L2E.Kernels.Problems.Constrained;

/// <summary>
/// g09 of Liang et al.: <i>Problem definitions and evaluation criteria for the CEC 2006 special session on constrained real-parameter
/// optimization</i>: a polynomial of degree six, two constraints active. x is -10 to 10.
/// </summary>
[Objective(
    "g09", Lower = -10, Upper = 10, Dimension = 7, Optimum = 680.630057374402, Constraints = nameof(Limit), ConstraintCount = 4,
    Summary = "A polynomial of degree six, two constraints active; 4 constraints.")]
public static partial class G09
{
    /// <summary>The value.</summary>
    /// <param name="x">The point, <c>[7]</c>.</param>
    public static double Evaluate(ReadOnlySpan<double> x)
    {
        double fifth = x[4] * x[4];
        return (x[0] - 10) * (x[0] - 10) + 5 * (x[1] - 12) * (x[1] - 12) + x[2] * x[2] * x[2] * x[2] + 3 * (x[3] - 11) * (x[3] - 11)
            + 10 * fifth * fifth * fifth + 7 * x[5] * x[5] + x[6] * x[6] * x[6] * x[6] - 4 * x[5] * x[6] - 10 * x[5] - 8 * x[6];
    }

    private static void Limit(ReadOnlySpan<double> x, Span<double> constraints)
    {
        constraints[0] = -127 + 2 * x[0] * x[0] + 3 * x[1] * x[1] * x[1] * x[1] + x[2] + 4 * x[3] * x[3] + 5 * x[4];
        constraints[1] = -282 + 7 * x[0] + 3 * x[1] + 10 * x[2] * x[2] + x[3] - x[4];
        constraints[2] = -196 + 23 * x[0] + x[1] * x[1] + 6 * x[5] * x[5] - 8 * x[6];
        constraints[3] = 4 * x[0] * x[0] + x[1] * x[1] - 3 * x[0] * x[1] + 2 * x[2] * x[2] + 5 * x[5] - 11 * x[6];
    }
}
