using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class Recombination
{
    /// <summary>The three weighted sums.</summary>
    /// <param name="pairs">Antithetic pairs, 0 or more; with 0 the sums are 0.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="E">One of each pair, [pairs, dimension].</param>
    /// <param name="stepWeights">Weights of the step, [pairs].</param>
    /// <param name="momentWeights">Weights of the squares, [pairs].</param>
    /// <param name="gradientWeights">Weights of the gradient, [pairs].</param>
    /// <param name="step">Destination (=), [dimension].</param>
    /// <param name="moment">Destination (=), [dimension].</param>
    /// <param name="gradient">Destination (=), [dimension]. No destination may overlap an input or another destination.</param>
    /// <exception cref="ArgumentException">A size is out of range or a span has the wrong length.</exception>
    public static void Forward(
        int pairs, int dimension, ReadOnlySpan<float> E, ReadOnlySpan<float> stepWeights, ReadOnlySpan<float> momentWeights,
        ReadOnlySpan<float> gradientWeights, Span<float> step, Span<float> moment, Span<float> gradient)
    {
        Check(pairs, dimension, E, stepWeights, momentWeights, gradientWeights);
        Guard.Length<float>(step, dimension, "dimension");
        Guard.Length<float>(moment, dimension, "dimension");
        Guard.Length<float>(gradient, dimension, "dimension");
        fixed (float* rows = E, steps = stepWeights, moments = momentWeights, gradients = gradientWeights)
        fixed (float* stepSum = step, momentSum = moment, gradientSum = gradient)
            WidestLanes.Run(new ForwardKernel(pairs, dimension, rows, steps, moments, gradients, stepSum, momentSum, gradientSum));
    }

    private readonly struct ForwardKernel(
        int pairs, int dimension, float* E, float* stepWeights, float* momentWeights, float* gradientWeights,
        float* step, float* moment, float* gradient) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int d = 0; d < dimension; d += TLanes.Count)
            {
                TLanes stepSum = TLanes.Broadcast(0), momentSum = stepSum, gradientSum = stepSum;
                float* element = E + d;
                for (int h = 0; h < pairs; h++, element += dimension)
                {
                    TLanes value = Lanes.Load<TLanes>(element, dimension - d);
                    stepSum = TLanes.MultiplyAdd(TLanes.Broadcast(stepWeights[h]), value, stepSum);
                    momentSum = TLanes.MultiplyAdd(TLanes.Broadcast(momentWeights[h]), value * value, momentSum);
                    gradientSum = TLanes.MultiplyAdd(TLanes.Broadcast(gradientWeights[h]), value, gradientSum);
                }

                Lanes.Store(stepSum, step + d, dimension - d);
                Lanes.Store(momentSum, moment + d, dimension - d);
                Lanes.Store(gradientSum, gradient + d, dimension - d);
            }
        }
    }
}
