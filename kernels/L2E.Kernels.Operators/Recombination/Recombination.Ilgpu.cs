using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>The three weighted sums of a recombination on a device: the same bits as on the CPU.</summary>
public static class RecombinationKernels
{
    /// <summary>
    /// <c>step_d = sum_h stepWeights_h E_hd</c>, <c>moment_d = sum_h momentWeights_h E_hd^2</c>,
    /// <c>gradient_d = sum_h gradientWeights_h E_hd</c>, each in the order of h.
    /// </summary>
    /// <remarks>Grid: x has a work item for each coordinate.</remarks>
    /// <param name="E">One of each antithetic pair, [pairs, dimension].</param>
    /// <param name="stepWeights">Weights of the step, [pairs].</param>
    /// <param name="momentWeights">Weights of the squares, [pairs].</param>
    /// <param name="gradientWeights">Weights of the gradient, [pairs].</param>
    /// <param name="step">Destination (=), [dimension].</param>
    /// <param name="moment">Destination (=), [dimension].</param>
    /// <param name="gradient">Destination (=), [dimension].</param>
    /// <param name="pairs">Antithetic pairs.</param>
    /// <param name="dimension">Coordinates.</param>
    public static void Forward(
        ArrayView<float> E, ArrayView<float> stepWeights, ArrayView<float> momentWeights, ArrayView<float> gradientWeights,
        ArrayView<float> step, ArrayView<float> moment, ArrayView<float> gradient, int pairs, int dimension)
    {
        int d = Grid.GlobalIndex.X;
        if (d >= dimension)
            return;
        float stepSum = 0, momentSum = 0, gradientSum = 0;
        for (int h = 0; h < pairs; h++)
        {
            float value = E[(long)h * dimension + d];
            stepSum = DeviceMath.MultiplyAdd(stepWeights[h], value, stepSum);
            momentSum = DeviceMath.MultiplyAdd(momentWeights[h], value * value, momentSum);
            gradientSum = DeviceMath.MultiplyAdd(gradientWeights[h], value, gradientSum);
        }

        step[d] = stepSum;
        moment[d] = momentSum;
        gradient[d] = gradientSum;
    }
}
