namespace L2E.Kernels.Benchmarks.Objectives;

/// <summary>Rosenbrock's function as a user writes it: <c>sum 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2</c>.</summary>
[Objective("rosenbrock", Lower = -5, Upper = 10, Optimum = 0, MinDimension = 2)]
internal static partial class Rosenbrock
{
    public static double Evaluate(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
            sum += 100 * a * a + b * b;
        }

        return sum;
    }
}
