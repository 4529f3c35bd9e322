namespace L2E.Kernels.Problems.Constrained;

/// <summary>
/// g24 of Liang et al.: <i>Problem definitions and evaluation criteria for the CEC 2006 special session on constrained real-parameter
/// optimization</i>: a linear function over two disconnected regions. Written for u in the unit box; x is 0 to 3 and 0 to 4.
/// </summary>
[Objective(
    "g24", Lower = 0, Upper = 1, Dimension = 2, Optimum = -5.50801327159536, Constraints = nameof(Limit), ConstraintCount = 2,
    Summary = "A linear function over two disconnected regions; 2 constraints.")]
public static partial class G24
{
    /// <summary>The value.</summary>
    /// <param name="u">The point, <c>[2]</c>.</param>
    public static double Evaluate(ReadOnlySpan<double> u)
    {
        return -3 * u[0] - 4 * u[1];
    }

    private static void Limit(ReadOnlySpan<double> u, Span<double> constraints)
    {
        double x1 = 3 * u[0], x2 = 4 * u[1];
        constraints[0] = -2 * x1 * x1 * x1 * x1 + 8 * x1 * x1 * x1 - 8 * x1 * x1 + x2 - 2;
        constraints[1] = -4 * x1 * x1 * x1 * x1 + 32 * x1 * x1 * x1 - 88 * x1 * x1 + 96 * x1 + x2 - 36;
    }
}
