namespace L2E.Kernels.Benchmarks.Objectives;

/// <summary>Rastrigin's function as a user writes it: <c>sum x_i^2 - 10 cos 2 pi x_i + 10</c>.</summary>
[Objective("rastrigin", Lower = -5.12, Upper = 5.12, Optimum = 0)]
internal static partial class Rastrigin
{
    public static double Evaluate(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * x[i] - 10 * Math.Cos(2 * Math.PI * x[i]) + 10;
        return sum;
    }
}
