namespace L2E.Kernels.Training;

/// <summary>
/// Griewank's function <c>sum t_i^2 / 4000 + 1 - prod cos(t_i / sqrt i)</c>, <c>t = 60 u</c>, with <c>u = scale Q (x - o)</c>.
/// </summary>
[Objective("griewank", Lower = TrainingFamilies.Lower, Upper = TrainingFamilies.Upper, Optimum = 0, Placement = nameof(placement))]
internal readonly partial struct TrainingGriewank(Placement placement, double scale)
{
    private readonly Placement placement = placement;
    private readonly double scale = scale;

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        double squares = 0, product = 1;
        for (int i = 0; i < y.Length; i++)
        {
            double t = 60 * scale * y[i];
            squares += t * t;
            double sine = Math.Sin(0.5 * t / Math.Sqrt(i + 1));
            product *= 1 - 2 * sine * sine;
        }

        return squares / 4000 + (1 - product);
    }
}
