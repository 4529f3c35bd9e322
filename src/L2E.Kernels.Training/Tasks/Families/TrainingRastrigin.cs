namespace L2E.Kernels.Training;

/// <summary><c>sum u_i^2 + 20 sin^2 pi u_i</c> with <c>u = scale Q (x - o)</c>.</summary>
[Objective("rastrigin", Lower = TrainingFamilies.Lower, Upper = TrainingFamilies.Upper, Optimum = 0, Placement = nameof(placement))]
internal readonly partial struct TrainingRastrigin(Placement placement, double scale)
{
    private readonly Placement placement = placement;
    private readonly double scale = scale;

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double u = scale * y[i];
            double sine = Math.Sin(Math.PI * u);
            sum += u * u + 20 * sine * sine;
        }

        return sum;
    }
}
