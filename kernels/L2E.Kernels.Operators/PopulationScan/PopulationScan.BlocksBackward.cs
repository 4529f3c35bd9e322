using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>
    /// The cotangents of <see cref="BlockMatrices"/>, in the same order; they are inner products over the coordinates, and each has
    /// <see cref="CacheLine.Floats"/> places for the lanes of its sum. The rows of states are filled up to whole groups throughout. No
    /// states come before the first block and none are read after the last: their products are neither cleared nor read.
    /// </summary>
    private readonly struct BlockCotangents(float* lanes, PopulationScanShape shape, int block)
    {
        private readonly float* start = lanes + block * Length(shape);

        public int PaddedStates { get; } = Padded(shape.States);

        /// <summary>[BlockRows, BlockRows]</summary>
        public float* Mixing => start;

        /// <summary>[BlockRows, padded states]</summary>
        public float* Output => Mixing + CacheLine.Floats * BlockRows * BlockRows;

        /// <summary>[padded states, BlockRows]</summary>
        public float* Input => Output + CacheLine.Floats * BlockRows * PaddedStates;

        /// <summary>[padded states]</summary>
        public float* Retention => Input + CacheLine.Floats * PaddedStates * BlockRows;

        public static int Length(PopulationScanShape shape) =>
            CacheLine.Floats * (BlockRows * BlockRows + Padded(shape.States) * (2 * BlockRows + 1));

        /// <summary>Sets to 0 what is added to.</summary>
        public static void Clear(float* lanes, PopulationScanShape shape)
        {
            int count = BlockCount(shape);
            int length = count == 1 ? CacheLine.Floats * BlockRows * Padded(shape.Population) : count * Length(shape);
            new Span<float>(lanes, length).Clear();
        }
    }

    /// <summary>From the cotangents of the blocks' matrices to those of keep, enter and C: <see cref="BlockKernel"/> in reverse.</summary>
    private readonly struct BlockBackwardKernel(
        PopulationScanShape shape, float* keep, float* enter, float* C, float* lanes, float* dkeep, float* denter, float* dC,
        float* scratch) : ILanesKernel
    {
        /// <summary>
        /// The responses after each individual, the retentions before and after each, and the cotangents of both; the cotangents of a row
        /// of the matrices; two registers a state, filled up to a whole number of times the lanes of one, and their sums.
        /// </summary>
        public static int GetScratchLength(PopulationScanShape shape) =>
            shape.States * (BlockRows * BlockRows + BlockRows + 1 + BlockRows + 1) + BlockRows + Padded(shape.States)
            + (2 * shape.States + CacheLine.Floats) * (CacheLine.Floats + 1);

        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int block = 0; block < BlockCount(shape); block++)
            {
                int first = block * BlockRows, rows = Math.Min(BlockRows, shape.Population - first);
                Respond<TLanes>(first * shape.States, rows);
                bool isLast = block == BlockCount(shape) - 1;
                StepBack<TLanes>(new BlockCotangents(lanes, shape, block), first * shape.States, rows, block == 0, isLast);
            }
        }

        /// <summary>[individual, state, BlockRows]: what the individuals up to this one left in a state.</summary>
        private float* Response(int i) => scratch + i * shape.States * BlockRows;

        /// <summary>[individual + 1, state]: what is kept of the states before the block, before individual i.</summary>
        private float* Retention(int i) => scratch + shape.States * BlockRows * BlockRows + i * shape.States;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Respond<TLanes>(int gates, int rows)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            new Span<float>(Response(0), shape.States * BlockRows).Clear();
            new Span<float>(Retention(0), shape.States).Fill(1);
            for (int i = 0; i < rows; i++)
            {
                for (int n = 0; n < shape.States; n++)
                {
                    int gate = gates + i * shape.States + n;
                    float* after = Response(i) + n * BlockRows;
                    if (i > 0)
                    {
                        TLanes kept = TLanes.Broadcast(keep[gate]);
                        for (int j = 0; j < BlockRows; j += TLanes.Count)
                            (kept * TLanes.Load(Response(i - 1) + n * BlockRows + j)).Store(after + j);
                    }

                    after[i] = enter[gate];
                    Retention(i + 1)[n] = keep[gate] * Retention(i)[n];
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void StepBack<TLanes>(BlockCotangents cotangents, int gates, int rows, bool isFirst, bool isLast)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            // [state, BlockRows] and [state]: the cotangents of the responses and retentions after the individual that is next.
            float* dresponse = Retention(BlockRows + 1), dretention = dresponse + shape.States * BlockRows;
            float* dmixing = dretention + shape.States, doutput = dmixing + BlockRows, inner = doutput + cotangents.PaddedStates;
            int products = (2 * shape.States + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
            float* sums = inner + products * TLanes.Count;
            new Span<float>(inner, products * TLanes.Count).Clear();
            new Span<float>(dresponse, shape.States * (BlockRows + 1)).Clear();
            new Span<float>(doutput, shape.States).Clear();
            if (!isLast)
            {
                SumEach<TLanes>(cotangents.Input, shape.States * BlockRows, dresponse);
                SumEach<TLanes>(cotangents.Retention, shape.States, dretention);
            }

            for (int i = rows - 1; i >= 0; i--)
            {
                SumEach<TLanes>(cotangents.Mixing + i * BlockRows * CacheLine.Floats, i + 1, dmixing);
                new Span<float>(dmixing + i + 1, BlockRows - i - 1).Clear();
                if (!isFirst)
                    SumEach<TLanes>(cotangents.Output + i * cotangents.PaddedStates * CacheLine.Floats, shape.States, doutput);
                for (int n = 0; n < shape.States; n++)
                {
                    float* slot = dresponse + n * BlockRows;
                    int gate = gates + i * shape.States + n;
                    TLanes leaving = TLanes.Broadcast(C[gate]), kept = TLanes.Broadcast(keep[gate]);
                    TLanes leaveSum = TLanes.Broadcast(0), keepSum = leaveSum;
                    for (int j = 0; j < BlockRows; j += TLanes.Count)
                    {
                        TLanes mixed = TLanes.Load(dmixing + j);
                        leaveSum = TLanes.MultiplyAdd(mixed, TLanes.Load(Response(i) + n * BlockRows + j), leaveSum);
                        TLanes.MultiplyAdd(leaving, mixed, TLanes.Load(slot + j)).Store(slot + j);
                    }

                    // Individual i entered here: before it, there is no response to it.
                    denter[gate] += slot[i];
                    slot[i] = 0;
                    for (int j = 0; j < i; j += TLanes.Count)
                    {
                        TLanes responded = TLanes.Load(slot + j);
                        keepSum = TLanes.MultiplyAdd(responded, TLanes.Load(Response(i - 1) + n * BlockRows + j), keepSum);
                        (kept * responded).Store(slot + j);
                    }

                    leaveSum.Store(inner + 2 * n * TLanes.Count);
                    keepSum.Store(inner + (2 * n + 1) * TLanes.Count);
                }

                for (int k = 0; k < products; k += TLanes.Count)
                    TLanes.SumEach(inner + k * TLanes.Count).Store(sums + k);
                for (int n = 0; n < shape.States; n++)
                {
                    int gate = gates + i * shape.States + n;
                    dC[gate] += MathF.FusedMultiplyAdd(doutput[n], Retention(i + 1)[n], sums[2 * n]);
                    float dretained = MathF.FusedMultiplyAdd(C[gate], doutput[n], dretention[n]);
                    dkeep[gate] += MathF.FusedMultiplyAdd(dretained, Retention(i)[n], sums[2 * n + 1]);
                    dretention[n] = keep[gate] * dretained;
                }
            }
        }

        /// <summary>The sums of products: a register of them at a time where the lanes fill their places.</summary>
        [MethodImpl(LaneLoop.Options)]
        private static void SumEach<TLanes>(float* lanes, int products, float* sums)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int product = 0;
            if (TLanes.Count == CacheLine.Floats)
            {
                // What lies behind the last of them is read too: it belongs to the workspace, and its sums are not kept.
                for (; product < products; product += TLanes.Count)
                    Lanes.Store(TLanes.SumEach(lanes + product * CacheLine.Floats), sums + product, products - product);
            }

            for (; product < products; product++)
                sums[product] = TLanes.Sum(TLanes.Load(lanes + product * CacheLine.Floats));
        }
    }
}
