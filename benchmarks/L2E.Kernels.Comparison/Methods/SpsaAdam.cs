using System.Numerics.Tensors;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// Simultaneous perturbation (J. C. Spall, <i>Multivariate stochastic approximation using a simultaneous perturbation gradient
/// approximation</i>, IEEE Transactions on Automatic Control 1992): two evaluations a gradient, whatever the dimension, followed by Adam
/// (D. P. Kingma and J. Ba, 2015).
/// </summary>
/// <remarks>
/// Step and perturbation fall geometrically from 1/20 of the box to 1e-7 of that over the budget: Spall's polynomial gains end at steps
/// that are far too large for a precise result.
/// </remarks>
public sealed class SpsaAdam : IMethod
{
    private const double FirstStep = 0.05, StepRatio = 1e-7, MomentDecay = 0.9, SquareDecay = 0.999, Tiny = 1e-300;
    private const ulong Stream = 0x53_50_53_41_00_01;

    /// <inheritdoc />
    public string Name => "spsa";

    /// <inheritdoc />
    public string Description => "SPSA gradients (Spall 1992) followed by Adam, steps falling geometrically over the budget.";

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        int n = box.Dimension;
        PhiloxSequence random = new(box.Seed, Stream);
        double[] x = box.Start.ToArray(), signs = new double[n], probe = new double[n], moment = new double[n], square = new double[n];
        long iterations = Math.Max(1, box.Budget / 2);
        for (long k = 0; !box.IsSpent; k++)
        {
            double step = FirstStep * box.Range * box.Spread * Math.Pow(StepRatio, (double)k / iterations);
            for (int i = 0; i < n; i++)
                signs[i] = (random.NextUInt32() & 1) == 0 ? -1 : 1;
            TensorPrimitives.MultiplyAdd(signs, step, x, probe);
            double above = box.Evaluate(probe);
            TensorPrimitives.MultiplyAdd(signs, -step, x, probe);
            double slope = (above - box.Evaluate(probe)) / (2 * step);
            // A failed evaluation says nothing of the slope.
            if (!double.IsFinite(slope))
                continue;
            double correction = 1 - Math.Pow(MomentDecay, k + 1), squareCorrection = 1 - Math.Pow(SquareDecay, k + 1);
            for (int i = 0; i < n; i++)
            {
                double gradient = slope * signs[i];
                moment[i] = MomentDecay * moment[i] + (1 - MomentDecay) * gradient;
                square[i] = SquareDecay * square[i] + (1 - SquareDecay) * gradient * gradient;
                double move = moment[i] / correction / (Math.Sqrt(square[i] / squareCorrection) + Tiny);
                x[i] = Math.Clamp(x[i] - step * move, box.Lower, box.Upper);
            }
        }
    }
}
