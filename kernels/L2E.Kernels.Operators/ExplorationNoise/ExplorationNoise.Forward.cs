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
                        (TLanes x0, TLanes x1, TLanes x2, TLanes x3) = Words(counter, (uint)row);
                        (TLanes first, TLanes second) = NormalPair(x0, x1);
                        (TLanes third, TLanes fourth) = NormalPair(x2, x3);
                        Write(first, destination, block + k);
                        Write(second, destination, block + k + WordStride);
                        Write(third, destination, block + k + 2 * WordStride);
                        Write(fourth, destination, block + k + 3 * WordStride);
                    }
                }
            }
        }

        private void Write<TLanes>(TLanes gauss, float* destination, int d)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int remaining = dimension - d;
            if (remaining > 0)
                Lanes.Store(VectorMath.Clip(gauss, Truncation) * Lanes.Load<TLanes>(scale + d, remaining), destination + d, remaining);
        }

        /// <summary>A Philox block per lane; see <see cref="Philox"/>.</summary>
        private (TLanes X0, TLanes X1, TLanes X2, TLanes X3) Words<TLanes>(TLanes x0, uint row)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes x1 = TLanes.BroadcastBits(row), x2 = TLanes.BroadcastBits(iteration), x3 = TLanes.BroadcastBits(stream);
            TLanes multiplier0 = TLanes.BroadcastBits(Philox.Multiplier0), multiplier1 = TLanes.BroadcastBits(Philox.Multiplier1);
            uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
            for (int round = 0; round < Philox.Rounds; round++)
            {
                (TLanes low0, TLanes high0) = TLanes.MultiplyUInt32(multiplier0, x0);
                (TLanes low1, TLanes high1) = TLanes.MultiplyUInt32(multiplier1, x2);
                (x0, x1, x2, x3) = (high1 ^ x1 ^ TLanes.BroadcastBits(key0), low1, high0 ^ x3 ^ TLanes.BroadcastBits(key1), low0);
                key0 += Philox.Weyl0;
                key1 += Philox.Weyl1;
            }

            return (x0, x1, x2, x3);
        }

        private static (TLanes First, TLanes Second) NormalPair<TLanes>(TLanes radiusWord, TLanes angleWord)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes radius = TLanes.Sqrt(TLanes.Broadcast(-2) * VectorMath.Log(Uniform(radiusWord)));
            (TLanes sine, TLanes cosine) = VectorMath.SinCosOfTurns(Uniform(angleWord));
            return (radius * cosine, radius * sine);
        }

        private static TLanes Uniform<TLanes>(TLanes word)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            // Halves convert exactly as signed integers, so their fused sum is the word rounded once.
            TLanes high = TLanes.ConvertInt32(TLanes.ShiftRightUInt32(word, 16));
            TLanes low = TLanes.ConvertInt32(word & TLanes.BroadcastBits(0xFFFF));
            TLanes rounded = TLanes.MultiplyAdd(high, TLanes.Broadcast(65536), low);
            return TLanes.MultiplyAdd(rounded, TLanes.Broadcast(1f / 4294967296f), TLanes.Broadcast(0.5f / 4294967296f));
        }
    }
}
