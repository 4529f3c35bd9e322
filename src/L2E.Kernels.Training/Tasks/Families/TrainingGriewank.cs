namespace L2E.Kernels.Training;

/// <summary>
/// Griewank's function <c>sum t_i^2 / 4000 + 1 - prod cos(t_i / sqrt i)</c>, <c>t = 60 u</c>, with <c>u = scale Q (x - o)</c>.
/// </summary>
[Objective("griewank", Lower = TrainingFamilies.Lower, Upper = TrainingFamilies.Upper, Optimum = 0, Placement = nameof(placement))]
internal readonly partial struct TrainingGriewank
{
    private readonly Placement placement;
    private readonly double scale;
    private readonly double[] halfFrequencies; // of the cosines, which are written by the sine of half of their argument

    public TrainingGriewank(Placement placement, double scale)
    {
        (this.placement, this.scale) = (placement, scale);
        halfFrequencies = new double[placement.Dimension];
        for (int i = 0; i < halfFrequencies.Length; i++)
            halfFrequencies[i] = 0.5 / Math.Sqrt(i + 1);
    }

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        double squares = 0, product = 1;
        for (int i = 0; i < y.Length; i++)
        {
            double t = 60 * scale * y[i];
            squares += t * t;
            double sine = Math.Sin(halfFrequencies[i] * t);
            product *= 1 - 2 * sine * sine;
        }

        return squares / 4000 + (1 - product);
    }
}
