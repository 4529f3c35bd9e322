namespace L2E.Kernels.Benchmarks.Objectives;

/// <summary>Ackley's function as a user writes it.</summary>
[Objective("ackley", Lower = -32, Upper = 32, Optimum = 0)]
internal static partial class Ackley
{
    public static double Evaluate(ReadOnlySpan<double> x)
    {
        double squares = 0, waves = 0;
        for (int i = 0; i < x.Length; i++)
        {
            squares += x[i] * x[i];
            waves += Math.Cos(2 * Math.PI * x[i]);
        }

        return -20 * Math.Exp(-0.2 * Math.Sqrt(squares / x.Length)) - Math.Exp(waves / x.Length) + 20 + Math.E;
    }
}
