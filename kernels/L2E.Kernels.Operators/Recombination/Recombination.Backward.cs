using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class Recombination
{
    /// <summary>
    /// Gradients of <c>sum(step dstep) + sum(moment dmoment) + sum(gradient dgradient)</c>. With a, b, c the three weights:
    /// <c>dE_hd = a_h dstep_d + 2 b_h E_hd dmoment_d + c_h dgradient_d</c>, <c>da_h = sum_d E_hd dstep_d</c>,
    /// <c>db_h = sum_d E_hd^2 dmoment_d</c>, <c>dc_h = sum_d E_hd dgradient_d</c>.
    /// </summary>
    /// <param name="pairs">Antithetic pairs, 0 or more.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="E">One of each pair, [pairs, dimension].</param>
    /// <param name="stepWeights">Weights of the step, [pairs].</param>
    /// <param name="momentWeights">Weights of the squares, [pairs].</param>
    /// <param name="gradientWeights">Weights of the gradient, [pairs].</param>
    /// <param name="dstep">Cotangent of the step, [dimension].</param>
    /// <param name="dmoment">Cotangent of the moment, [dimension].</param>
    /// <param name="dgradient">Cotangent of the gradient, [dimension].</param>
    /// <param name="dE">Destination (=), [pairs, dimension].</param>
    /// <param name="dstepWeights">Destination (=), [pairs].</param>
    /// <param name="dmomentWeights">Destination (=), [pairs].</param>
    /// <param name="dgradientWeights">
    /// Destination (=), [pairs]. No destination may overlap an input or another destination.
    /// </param>
    /// <exception cref="ArgumentException">A size is out of range or a span has the wrong length.</exception>
    public static void Backward(
        int pairs, int dimension, ReadOnlySpan<float> E, ReadOnlySpan<float> stepWeights, ReadOnlySpan<float> momentWeights,
        ReadOnlySpan<float> gradientWeights, ReadOnlySpan<float> dstep, ReadOnlySpan<float> dmoment, ReadOnlySpan<float> dgradient,
        Span<float> dE, Span<float> dstepWeights, Span<float> dmomentWeights, Span<float> dgradientWeights)
    {
        int elements = Check(pairs, dimension, E, stepWeights, momentWeights, gradientWeights);
        Guard.Length(dstep, dimension, "dimension");
        Guard.Length(dmoment, dimension, "dimension");
        Guard.Length(dgradient, dimension, "dimension");
        Guard.Length<float>(dE, elements, "pairs * dimension");
        Guard.Length<float>(dstepWeights, pairs, "pairs");
        Guard.Length<float>(dmomentWeights, pairs, "pairs");
        Guard.Length<float>(dgradientWeights, pairs, "pairs");
        fixed (float* rows = E, steps = stepWeights, moments = momentWeights, gradients = gradientWeights)
        fixed (float* stepCotangent = dstep, momentCotangent = dmoment, gradientCotangent = dgradient)
        fixed (float* drows = dE, dsteps = dstepWeights, dmoments = dmomentWeights, dgradients = dgradientWeights)
        {
            WidestLanes.Run(new BackwardKernel(
                pairs, dimension, rows, steps, moments, gradients, stepCotangent, momentCotangent, gradientCotangent, drows, dsteps,
                dmoments, dgradients));
        }
    }

    private readonly struct BackwardKernel(
        int pairs, int dimension, float* E, float* stepWeights, float* momentWeights, float* gradientWeights,
        float* dstep, float* dmoment, float* dgradient, float* dE, float* dstepWeights, float* dmomentWeights, float* dgradientWeights)
        : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int h = 0; h < pairs; h++)
            {
                TLanes stepWeight = TLanes.Broadcast(stepWeights[h]), gradientWeight = TLanes.Broadcast(gradientWeights[h]);
                TLanes twiceMomentWeight = TLanes.Broadcast(2 * momentWeights[h]);
                TLanes stepSum = TLanes.Broadcast(0), momentSum = stepSum, gradientSum = stepSum;
                for (int d = 0; d < dimension; d += TLanes.Count)
                {
                    int element = h * dimension + d, remaining = dimension - d;
                    TLanes value = Lanes.Load<TLanes>(E + element, remaining);
                    TLanes stepCotangent = Lanes.Load<TLanes>(dstep + d, remaining);
                    TLanes gradientCotangent = Lanes.Load<TLanes>(dgradient + d, remaining);
                    TLanes momentCotangent = value * Lanes.Load<TLanes>(dmoment + d, remaining);
                    stepSum = TLanes.MultiplyAdd(value, stepCotangent, stepSum);
                    momentSum = TLanes.MultiplyAdd(value, momentCotangent, momentSum);
                    gradientSum = TLanes.MultiplyAdd(value, gradientCotangent, gradientSum);
                    TLanes sum = TLanes.MultiplyAdd(twiceMomentWeight, momentCotangent, gradientWeight * gradientCotangent);
                    Lanes.Store(TLanes.MultiplyAdd(stepWeight, stepCotangent, sum), dE + element, remaining);
                }

                dstepWeights[h] = TLanes.Sum(stepSum);
                dmomentWeights[h] = TLanes.Sum(momentSum);
                dgradientWeights[h] = TLanes.Sum(gradientSum);
            }
        }
    }
}
