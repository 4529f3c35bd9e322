namespace L2E.Kernels.AheadOfTime;

/// <summary>What the iterations minimise.</summary>
[Objective("rastrigin", Lower = -5.12, Upper = 5.12, Optimum = 0)]
public static partial class Rastrigin
{
    /// <summary>Its value.</summary>
    public static double Evaluate(ReadOnlySpan<double> x)
    {
        double sum = 10.0 * x.Length;
        foreach (double value in x)
            sum += value * value - 10 * Math.Cos(2 * Math.PI * value);
        return sum;
    }
}
