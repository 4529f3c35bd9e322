using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class ExplorationNoise
{
    /// <summary><c>E_id = scale_d clip(gauss_id, -6, 6)</c></summary>
    /// <param name="seed">Key of the generator.</param>
    /// <param name="iteration">Third counter word.</param>
    /// <param name="stream">Fourth counter word.</param>
    /// <param name="rows">Rows, 0 or more.</param>
    /// <param name="dimension">Coordinates, 0 or more.</param>
    /// <param name="scale">Standard deviation of each coordinate, [dimension]; NaN and infinities propagate.</param>
    /// <param name="E">Destination (=), [rows, dimension]; must not overlap <paramref name="scale"/>.</param>
    /// <exception cref="ArgumentException">A size is negative or a span has the wrong length.</exception>
    public static void Fill(ulong seed, uint iteration, uint stream, int rows, int dimension, ReadOnlySpan<float> scale, Span<float> E)
    {
        Guard.AtLeast(rows, 0);
        Guard.AtLeast(dimension, 0);
        Guard.Length(scale, dimension, "dimension");
        Guard.Length<float>(E, Guard.Product("E", "rows * dimension", rows, dimension), "rows * dimension");
        fixed (float* scales = scale, destination = E)
            WidestLanes.Run(new FillKernel(seed, iteration, stream, rows, dimension, scales, destination));
    }

    private readonly struct FillKernel(
        ulong seed, uint iteration, uint stream, int rows, int dimension, float* scale, float* E) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int row = 0; row < rows; row++)
            {
                float* destination = E + row * dimension;
                for (int block = 0; block < dimension; block += BlockWidth)
                {
                    for (int k = 0; k < WordStride && block + k < dimension; k += TLanes.Count)
                    {
                        uint firstCounter = (uint)(block / BlockWidth * WordStride + k);
                        TLanes counter = TLanes.AddInt32(TLanes.BroadcastBits(firstCounter), TLanes.IndexBits);
                        (TLanes x0, TLanes x1, TLanes x2, TLanes x3) = GaussianLanes.Words(counter, (uint)row, iteration, stream, seed);
                        for (int d = block + k; d < block + BlockWidth; d += 2 * WordStride)
                        {
                            (TLanes first, TLanes second) = GaussianLanes.NormalPair(x0, x1);
                            Write(first, destination, d);
                            Write(second, destination, d + WordStride);
                            (x0, x1) = (x2, x3);
                        }
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Write<TLanes>(TLanes gauss, float* destination, int d)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int remaining = dimension - d;
            if (remaining > 0)
                Lanes.Store(gauss * Lanes.Load<TLanes>(scale + d, remaining), destination + d, remaining);
        }
    }
}
