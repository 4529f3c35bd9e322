namespace L2E.Kernels.Problems.Constrained;

/// <summary>
/// g01 of Liang et al.: <i>Problem definitions and evaluation criteria for the CEC 2006 special session on constrained real-parameter
/// optimization</i>: thirteen variables under nine linear constraints, six of them active. Written for u in the unit box; x is 0 to 1, those from the tenth to the twelfth 0 to 100.
/// </summary>
[Objective(
    "g01", Lower = 0, Upper = 1, Dimension = 13, Optimum = -15, Constraints = nameof(Limit), ConstraintCount = 9,
    Summary = "Thirteen variables under nine linear constraints, six of them active; 9 constraints.")]
public static partial class G01
{
    /// <summary>The value.</summary>
    /// <param name="u">The point, <c>[13]</c>.</param>
    public static double Evaluate(ReadOnlySpan<double> u)
    {
        double sum = 0;
        for (int i = 0; i < 4; i++)
            sum += 5 * u[i] - 5 * u[i] * u[i];
        for (int i = 4; i < 9; i++)
            sum -= u[i];
        return sum - 100 * (u[9] + u[10] + u[11]) - u[12];
    }

    private static void Limit(ReadOnlySpan<double> u, Span<double> constraints)
    {
        double x10 = 100 * u[9], x11 = 100 * u[10], x12 = 100 * u[11];
        constraints[0] = 2 * u[0] + 2 * u[1] + x10 + x11 - 10;
        constraints[1] = 2 * u[0] + 2 * u[2] + x10 + x12 - 10;
        constraints[2] = 2 * u[1] + 2 * u[2] + x11 + x12 - 10;
        constraints[3] = -8 * u[0] + x10;
        constraints[4] = -8 * u[1] + x11;
        constraints[5] = -8 * u[2] + x12;
        constraints[6] = -2 * u[3] - u[4] + x10;
        constraints[7] = -2 * u[5] - u[6] + x11;
        constraints[8] = -2 * u[7] - u[8] + x12;
    }
}
