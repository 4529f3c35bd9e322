using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>
/// Contraction projection, Krasnosel'skii-Mann averaging, exploration noise and a box in one pass over a device's memory:
/// <c>next_i = clamp((1 - relaxation_i) D_i + relaxation_i y_i rho / max(rho, r_i) + E_i, lower, upper)</c>.
/// </summary>
/// <remarks>
/// Shapes: rowBound r and relaxation [population]; D, y, next [population, dimension], row major; lower and upper [dimension], both of
/// length 0 for no box. NaN propagates. Every operation is rounded as on the CPU.
/// </remarks>
public static class ContractiveStepKernels
{
    // Coordinates of a work item of a processor: enough that beginning it is nothing beside them, and many to deal out.
    private const int Stretch = 2048;

    private const int WordStride = 16;

    /// <summary>The step without noise: E is 0.</summary>
    /// <remarks>Grid: x has a work item for each coordinate, y a group for each row.</remarks>
    /// <param name="rowBound">A bound on each absolute row sum of the map.</param>
    /// <param name="relaxation">Weight of the new point in each row.</param>
    /// <param name="D">The current points.</param>
    /// <param name="y">The map's output.</param>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="next">Destination (=); may be <paramref name="D"/> or <paramref name="y"/>.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="rho">The bound on absolute row sums.</param>
    public static void Forward(
        ArrayView<float> rowBound, ArrayView<float> relaxation, ArrayView<float> D, ArrayView<float> y, ArrayView<float> lower,
        ArrayView<float> upper, ArrayView<float> next, int dimension, float rho)
    {
        int row = Grid.IdxY, d = Grid.GlobalIndex.X;
        if (d >= dimension)
            return;
        (float weight, float rest) = Weights(rowBound, relaxation, row, rho);
        long element = (long)row * dimension + d;
        next[element] = Clamp(DeviceMath.MultiplyAdd(weight, y[element], rest * D[element]), lower, upper, d);
    }

    /// <summary>The step without noise for a processor, whose compiler makes vectors of a loop inside of a work item.</summary>
    /// <remarks>Grid: x has a work item for each 2048 coordinates begun, y a group for each row.</remarks>
    /// <inheritdoc cref="Forward"/>
    public static void ForwardWide(
        ArrayView<float> rowBound, ArrayView<float> relaxation, ArrayView<float> D, ArrayView<float> y, ArrayView<float> lower,
        ArrayView<float> upper, ArrayView<float> next, int dimension, float rho)
    {
        int row = Grid.IdxY, first = Grid.GlobalIndex.X * Stretch, end = dimension - first < Stretch ? dimension : first + Stretch;
        (float weight, float rest) = Weights(rowBound, relaxation, row, rho);
        long origin = (long)row * dimension;
        for (int d = first; d < end; d++)
        {
            long element = origin + d;
            next[element] = Clamp(DeviceMath.MultiplyAdd(weight, y[element], rest * D[element]), lower, upper, d);
        }
    }

    /// <summary>The step with the noise of <see cref="ExplorationNoise"/>, which is never stored.</summary>
    /// <remarks>Grid: as that of <see cref="ExplorationNoiseKernels.Fill"/>.</remarks>
    /// <param name="rowBound">A bound on each absolute row sum of the map.</param>
    /// <param name="relaxation">Weight of the new point in each row.</param>
    /// <param name="D">The current points.</param>
    /// <param name="y">The map's output.</param>
    /// <param name="scale">Standard deviation of each coordinate's noise, [dimension].</param>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="next">Destination (=); may be <paramref name="D"/> or <paramref name="y"/>.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="rho">The bound on absolute row sums.</param>
    /// <param name="seed">Key of the generator.</param>
    /// <param name="iteration">Third counter word.</param>
    /// <param name="stream">Fourth counter word.</param>
    public static void ForwardWithNoise(
        ArrayView<float> rowBound, ArrayView<float> relaxation, ArrayView<float> D, ArrayView<float> y, ArrayView<float> scale,
        ArrayView<float> lower, ArrayView<float> upper, ArrayView<float> next, int dimension, float rho, ulong seed, uint iteration,
        uint stream)
    {
        int row = Grid.IdxY, counter = Grid.GlobalIndex.X, first = ExplorationNoiseKernels.FirstCoordinate(counter);
        if (first >= dimension)
            return;
        (float weight, float rest) = Weights(rowBound, relaxation, row, rho);
        (ScalarLane x0, ScalarLane x1, ScalarLane x2, ScalarLane x3) =
            ExplorationNoiseKernels.Normal(counter, row, seed, iteration, stream);
        for (int k = 0; k < 4; k++)
        {
            int d = first + k * WordStride;
            if (d >= dimension)
                return;
            float gauss = k == 0 ? x0.Value : k == 1 ? x1.Value : k == 2 ? x2.Value : x3.Value;
            long element = (long)row * dimension + d;
            float average = DeviceMath.MultiplyAdd(weight, y[element], rest * D[element]);
            next[element] = Clamp(average + gauss * scale[d], lower, upper, d);
        }
    }

    /// <summary>Gradients of <c>sum(next dnext)</c> without noise; <c>ContractiveStep.md</c> derives them.</summary>
    /// <remarks>Grid: x has one group of 64, y a group for each row, whose work items add up the row.</remarks>
    /// <param name="rowBound">A bound on each absolute row sum of the map.</param>
    /// <param name="relaxation">Weight of the new point in each row.</param>
    /// <param name="D">The current points.</param>
    /// <param name="y">The map's output.</param>
    /// <param name="lower">Lower ends of the box.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="dnext">Cotangent of next.</param>
    /// <param name="drowBound">Destination (=), [population].</param>
    /// <param name="drelaxation">Destination (=), [population].</param>
    /// <param name="dD">Destination (=); may be <paramref name="dnext"/>.</param>
    /// <param name="dy">Destination (=); may be <paramref name="dnext"/> when <paramref name="dD"/> is not.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="rho">The bound on absolute row sums.</param>
    public static void Backward(
        ArrayView<float> rowBound, ArrayView<float> relaxation, ArrayView<float> D, ArrayView<float> y, ArrayView<float> lower,
        ArrayView<float> upper, ArrayView<float> dnext, ArrayView<float> drowBound, ArrayView<float> drelaxation, ArrayView<float> dD,
        ArrayView<float> dy, int dimension, float rho)
    {
        int row = Grid.IdxY;
        float bound = rowBound[row], factor = ContractionProjectionKernels.Factor(bound, rho), outputSum = 0, differenceSum = 0;
        (float weight, float rest) = Weights(rowBound, relaxation, row, rho);
        for (int d = Group.IdxX; d < dimension; d += GroupSums.TreeSize)
        {
            long element = (long)row * dimension + d;
            float current = D[element], output = y[element], cotangent = dnext[element];
            if (lower.Length != 0)
            {
                float average = DeviceMath.MultiplyAdd(weight, output, rest * current);
                cotangent = average < lower[d] || upper[d] < average ? 0 : cotangent;
            }

            outputSum = DeviceMath.MultiplyAdd(cotangent, output, outputSum);
            differenceSum = DeviceMath.MultiplyAdd(cotangent, factor * output - current, differenceSum);
            dD[element] = rest * cotangent;
            dy[element] = weight * cotangent;
        }

        ArrayView<float> shared = SharedMemory.Allocate1D<float>(GroupSums.TreeSize);
        outputSum = GroupSums.Tree(shared, outputSum);
        differenceSum = GroupSums.Tree(shared, differenceSum);
        if (Group.IdxX != 0)
            return;
        drelaxation[row] = differenceSum;
        drowBound[row] = ContractionProjectionKernels.CotangentOfBound(bound, rho, relaxation[row] * factor, outputSum);
    }

    private static (float New, float Current) Weights(ArrayView<float> rowBound, ArrayView<float> relaxation, int row, float rho)
    {
        float weight = relaxation[row];
        return (weight * ContractionProjectionKernels.Factor(rowBound[row], rho), 1 - weight);
    }

    private static float Clamp(float value, ArrayView<float> lower, ArrayView<float> upper, int d)
    {
        if (lower.Length == 0)
            return value;
        // Read before they are compared: what is read in one case alone no compiler makes a vector of.
        float least = lower[d], most = upper[d], raised = least > value ? least : value;
        return most < raised ? most : raised;
    }
}
