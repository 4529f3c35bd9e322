namespace L2E.Kernels.Training;

/// <summary><c>sum weights_i u_i^2</c> with <c>u = scale Q (x - o)</c>, weights from 1 to the condition.</summary>
[Objective("ellipsoid", Lower = TrainingFamilies.Lower, Upper = TrainingFamilies.Upper, Optimum = 0, Placement = nameof(placement))]
internal readonly partial struct TrainingEllipsoid
{
    private readonly Placement placement;
    private readonly double[] weights;

    public TrainingEllipsoid(Placement placement, double scale, double condition)
    {
        this.placement = placement;
        weights = new double[placement.Dimension];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = scale * scale * Math.Pow(condition, (double)i / Math.Max(1, weights.Length - 1));
    }

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += weights[i] * y[i] * y[i];
        return sum;
    }
}
