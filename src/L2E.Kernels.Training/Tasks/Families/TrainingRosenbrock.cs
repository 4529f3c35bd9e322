namespace L2E.Kernels.Training;

/// <summary>
/// Rosenbrock's valley <c>sum 100 (w_(i+1) - w_i^2)^2 + (w_i - 1)^2</c>, <c>w = 0.6 u + 1</c>, with <c>u = scale Q (x - o)</c>.
/// </summary>
[Objective(
    "rosenbrock", Lower = TrainingFamilies.Lower, Upper = TrainingFamilies.Upper, Optimum = 0, Placement = nameof(placement),
    MinDimension = 2)]
internal readonly partial struct TrainingRosenbrock(Placement placement, double scale)
{
    private readonly Placement placement = placement;
    private readonly double scale = scale;

    internal double Evaluate(ReadOnlySpan<double> y)
    {
        // w_(i+1) - w_i^2 = t_(i+1) - t_i (2 + t_i) for t = w - 1: nothing cancels near the minimum.
        double sum = 0;
        for (int i = 0; i + 1 < y.Length; i++)
        {
            double t = 0.6 * scale * y[i], next = 0.6 * scale * y[i + 1];
            double residual = next - t * (2 + t);
            sum += 100 * residual * residual + t * t;
        }

        return sum;
    }
}
