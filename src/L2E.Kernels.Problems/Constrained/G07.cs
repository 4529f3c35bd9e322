namespace L2E.Kernels.Problems.Constrained;

/// <summary>
/// g07 of Liang et al.: <i>Problem definitions and evaluation criteria for the CEC 2006 special session on constrained real-parameter
/// optimization</i>: a quadratic under eight constraints, six of them active. x is -10 to 10.
/// </summary>
[Objective(
    "g07", Lower = -10, Upper = 10, Dimension = 10, Optimum = 24.30620906818, Constraints = nameof(Limit), ConstraintCount = 8,
    Summary = "A quadratic under eight constraints, six of them active; 8 constraints.")]
public static partial class G07
{
    /// <summary>The value.</summary>
    /// <param name="x">The point, <c>[10]</c>.</param>
    public static double Evaluate(ReadOnlySpan<double> x)
    {
        return x[0] * x[0] + x[1] * x[1] + x[0] * x[1] - 14 * x[0] - 16 * x[1] + (x[2] - 10) * (x[2] - 10)
            + 4 * (x[3] - 5) * (x[3] - 5) + (x[4] - 3) * (x[4] - 3) + 2 * (x[5] - 1) * (x[5] - 1) + 5 * x[6] * x[6]
            + 7 * (x[7] - 11) * (x[7] - 11) + 2 * (x[8] - 10) * (x[8] - 10) + (x[9] - 7) * (x[9] - 7) + 45;
    }

    private static void Limit(ReadOnlySpan<double> x, Span<double> constraints)
    {
        constraints[0] = -105 + 4 * x[0] + 5 * x[1] - 3 * x[6] + 9 * x[7];
        constraints[1] = 10 * x[0] - 8 * x[1] - 17 * x[6] + 2 * x[7];
        constraints[2] = -8 * x[0] + 2 * x[1] + 5 * x[8] - 2 * x[9] - 12;
        constraints[3] = 3 * (x[0] - 2) * (x[0] - 2) + 4 * (x[1] - 3) * (x[1] - 3) + 2 * x[2] * x[2] - 7 * x[3] - 120;
        constraints[4] = 5 * x[0] * x[0] + 8 * x[1] + (x[2] - 6) * (x[2] - 6) - 2 * x[3] - 40;
        constraints[5] = x[0] * x[0] + 2 * (x[1] - 2) * (x[1] - 2) - 2 * x[0] * x[1] + 14 * x[4] - 6 * x[5];
        constraints[6] = 0.5 * (x[0] - 8) * (x[0] - 8) + 2 * (x[1] - 4) * (x[1] - 4) + 3 * x[4] * x[4] - x[5] - 30;
        constraints[7] = -3 * x[0] + 6 * x[1] + 12 * (x[8] - 8) * (x[8] - 8) - 7 * x[9];
    }
}
