namespace L2E.Kernels.Training;

/// <summary><c>sum u_i^2</c> with <c>u = scale Q (x - o)</c>.</summary>
[Objective("sphere", Lower = TrainingFamilies.Lower, Upper = TrainingFamilies.Upper, Optimum = 0, Placement = nameof(placement))]
internal readonly partial struct TrainingSphere(Placement placement, double scale)
{
    private readonly Placement placement = placement;
    private readonly double scale = scale;

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += scale * y[i] * scale * y[i];
        return sum;
    }
}
