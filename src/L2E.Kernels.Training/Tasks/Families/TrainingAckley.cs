namespace L2E.Kernels.Training;

/// <summary>
/// Ackley's function <c>20 (1 - exp(-0.2 sqrt(mean t_i^2))) + e (1 - exp(-mean 2 sin^2 pi t_i))</c>, <c>t = 6.4 u</c>, with
/// <c>u = scale Q (x - o)</c>.
/// </summary>
[Objective("ackley", Lower = TrainingFamilies.Lower, Upper = TrainingFamilies.Upper, Optimum = 0, Placement = nameof(placement))]
internal readonly partial struct TrainingAckley(Placement placement, double scale)
{
    private readonly Placement placement = placement;
    private readonly double scale = scale;

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        double squares = 0, waves = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double t = 6.4 * scale * y[i];
            double sine = Math.Sin(Math.PI * t);
            squares += t * t;
            waves += 2 * sine * sine;
        }

        return 20 * (1 - Math.Exp(-0.2 * Math.Sqrt(squares / y.Length))) + Math.E * (1 - Math.Exp(-waves / y.Length));
    }
}
