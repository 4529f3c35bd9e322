using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary><see cref="ExplorationNoise"/> on a device: the same numbers, bit for bit.</summary>
public static class ExplorationNoiseKernels
{
    // A work item makes the four numbers of one counter, which lie this many coordinates apart.
    private const int WordStride = 16, BlockWidth = 64;

    /// <summary><c>E_id = scale_d clip(gauss_id, -6, 6)</c></summary>
    /// <remarks>Grid: x has a work item for each counter, 16 for each 64 coordinates begun; y has a group for each row.</remarks>
    /// <param name="scale">Standard deviation of each coordinate, [dimension].</param>
    /// <param name="E">Destination (=), [rows, dimension].</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="seed">Key of the generator.</param>
    /// <param name="iteration">Third counter word.</param>
    /// <param name="stream">Fourth counter word.</param>
    public static void Fill(ArrayView<float> scale, ArrayView<float> E, int dimension, ulong seed, uint iteration, uint stream)
    {
        int row = Grid.IdxY, counter = Grid.GlobalIndex.X, first = FirstCoordinate(counter);
        if (first >= dimension)
            return;
        (ScalarLane x0, ScalarLane x1, ScalarLane x2, ScalarLane x3) = Normal(counter, row, seed, iteration, stream);
        long element = (long)row * dimension + first;
        E[element] = x0.Value * scale[first];
        if (first + WordStride < dimension)
            E[element + WordStride] = x1.Value * scale[first + WordStride];
        if (first + 2 * WordStride < dimension)
            E[element + 2 * WordStride] = x2.Value * scale[first + 2 * WordStride];
        if (first + 3 * WordStride < dimension)
            E[element + 3 * WordStride] = x3.Value * scale[first + 3 * WordStride];
    }

    /// <summary>The lowest coordinate whose number a counter makes; the others are 16, 32 and 48 above it.</summary>
    internal static int FirstCoordinate(int counter) => counter / WordStride * BlockWidth + counter % WordStride;

    /// <summary>The four clipped normal numbers of a counter, in the order of their coordinates.</summary>
    internal static (ScalarLane X0, ScalarLane X1, ScalarLane X2, ScalarLane X3) Normal(
        int counter, int row, ulong seed, uint iteration, uint stream)
    {
        (ScalarLane x0, ScalarLane x1, ScalarLane x2, ScalarLane x3) =
            GaussianLanes.Words(ScalarLane.BroadcastBits((uint)counter), (uint)row, iteration, stream, seed);
        (ScalarLane first, ScalarLane second) = GaussianLanes.NormalPair(x0, x1);
        (ScalarLane third, ScalarLane fourth) = GaussianLanes.NormalPair(x2, x3);
        return (first, second, third, fourth);
    }
}
