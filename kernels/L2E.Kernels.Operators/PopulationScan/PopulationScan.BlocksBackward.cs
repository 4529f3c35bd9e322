using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>
    /// The cotangents of <see cref="BlockMatrices"/>, in the same order; they are inner products over the coordinates, and each has
    /// <see cref="CacheLine.Floats"/> places for the lanes of its sum. The rows of states are filled up to whole groups throughout.
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
    }

    /// <summary>From the cotangents of the blocks' matrices to those of keep, enter and C: <see cref="BlockKernel"/> in reverse.</summary>
    private readonly struct BlockBackwardKernel(
        PopulationScanShape shape, float* keep, float* enter, float* C, float* lanes, float* dkeep, float* denter, float* dC,
        float* scratch) : ILanesKernel
    {
        /// <summary>The responses after each individual, the retentions before and after each, and the cotangents of both.</summary>
        public static int GetScratchLength(PopulationScanShape shape) =>
            shape.States * (BlockRows * BlockRows + BlockRows + 1 + BlockRows + 1) + BlockRows;

        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int block = 0; block < BlockCount(shape); block++)
            {
                int first = block * BlockRows, rows = Math.Min(BlockRows, shape.Population - first);
                Respond<TLanes>(first * shape.States, rows);
                StepBack<TLanes>(new BlockCotangents(lanes, shape, block), first * shape.States, rows);
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
        private void StepBack<TLanes>(BlockCotangents cotangents, int gates, int rows)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            // [state, BlockRows] and [state]: the cotangents of the responses and retentions after the individual that is next.
            float* dresponse = Retention(BlockRows + 1), dretention = dresponse + shape.States * BlockRows;
            float* dmixing = dretention + shape.States;
            for (int n = 0; n < shape.States; n++)
            {
                for (int j = 0; j < BlockRows; j++)
                    dresponse[n * BlockRows + j] = Sum<TLanes>(cotangents.Input, n * BlockRows + j);
                dretention[n] = Sum<TLanes>(cotangents.Retention, n);
            }

            for (int i = rows - 1; i >= 0; i--)
            {
                for (int j = 0; j < BlockRows; j++)
                    dmixing[j] = j <= i ? Sum<TLanes>(cotangents.Mixing, i * BlockRows + j) : 0;
                for (int n = 0; n < shape.States; n++)
                {
                    float* slot = dresponse + n * BlockRows;
                    int gate = gates + i * shape.States + n;
                    float doutput = Sum<TLanes>(cotangents.Output, i * cotangents.PaddedStates + n);
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

                    dC[gate] += MathF.FusedMultiplyAdd(doutput, Retention(i + 1)[n], TLanes.Sum(leaveSum));
                    float dretained = MathF.FusedMultiplyAdd(C[gate], doutput, dretention[n]);
                    dkeep[gate] += MathF.FusedMultiplyAdd(dretained, Retention(i)[n], TLanes.Sum(keepSum));
                    dretention[n] = keep[gate] * dretained;
                }
            }
        }

        private static float Sum<TLanes>(float* sums, int product)
            where TLanes : unmanaged, ILanes<TLanes> => TLanes.Sum(TLanes.Load(sums + product * CacheLine.Floats));
    }
}
