using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>
    /// The backward pass over the coordinates. A tile of them goes through the blocks twice: forward for the states before each block,
    /// back for the gradient of the sequence and the inner products that are the cotangents of the blocks' matrices.
    /// </summary>
    private readonly struct BackwardTile(
        PopulationScanShape shape, float* coefficients, float* D, float* dy, float* lanes, float* dD, float* scratch) : ILanesKernel
    {
        /// <summary>
        /// Coordinates of a tile, a multiple of a panel of any width: the rows of a block, and of its states, stay in a near cache.
        /// </summary>
        private const int Width = 240;

        private readonly int paddedStates = Padded(shape.States);

        private float* Sequence => scratch;

        private float* Cotangent => Sequence + BlockRows * Width;

        private float* Dstate => Cotangent + BlockRows * Width;

        /// <summary>[block, panel, padded states, panel width]</summary>
        private float* States => Dstate + paddedStates * Width;

        private float* Result => States + BlockCount(shape) * paddedStates * Width;

        private float* Transposed => Result + BlockRows * LargestPanelWidth;

        public static ulong GetLength(PopulationScanShape shape) =>
            (ulong)(2 * BlockRows * Width + BlockRows * LargestPanelWidth + GetTransposedLength(shape))
            + (ulong)(BlockCount(shape) + 1) * (ulong)(Padded(shape.States) * Width);

        private static int GetTransposedLength(PopulationScanShape shape) =>
            BlockRows * (BlockRows + shape.States + Padded(shape.States));

        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int start = 0; start < shape.Dimension; start += Width)
            {
                int end = Math.Min(start + Width, shape.Dimension);
                RecomputeStates<TLanes>(start, end);
                new Span<float>(Dstate, paddedStates * Width).Clear();
                for (int block = BlockCount(shape) - 1; block >= 0; block--)
                    StepBack<TLanes>(block, start, end);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void RecomputeStates<TLanes>(int start, int end)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int panelWidth = PanelRegisters * TLanes.Count;
            new Span<float>(States, paddedStates * Width).Clear();
            for (int block = 0; block < BlockCount(shape) - 1; block++)
            {
                BlockMatrices matrices = new(coefficients, shape, block);
                float* before = States + block * paddedStates * Width, after = before + paddedStates * Width;
                RowsAhead ahead = FindRows(D, block + 1, start, end);
                int share = ahead.Lines * panelWidth / (end - start) + 1;
                for (int coordinate = start; coordinate < end; coordinate += panelWidth)
                {
                    nint row = (nint)block * BlockRows * shape.Dimension + coordinate;
                    Panel.Gather<TLanes>(D + row, shape.Dimension, BlockRows, Math.Min(panelWidth, end - coordinate), Sequence);
                    ahead.Ask(share);
                    Panel.AdvanceStates<TLanes>(matrices, Sequence, before, block == 0, after);
                    before += paddedStates * panelWidth;
                    after += paddedStates * panelWidth;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void StepBack<TLanes>(int block, int start, int end)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int first = block * BlockRows, rows = Math.Min(BlockRows, shape.Population - first);
            int panelWidth = PanelRegisters * TLanes.Count, panels = (end - start + panelWidth - 1) / panelWidth;
            GatherBlock<TLanes>(first, rows, start, end);
            Correlate<TLanes>(block, Padded(rows), panels);

            // The rows of the sequence are in a near cache, where their states were computed, but for those of the next tile.
            bool isFirst = block == 0;
            int nextStart = isFirst ? end : start, nextEnd = isFirst ? Math.Min(end + Width, shape.Dimension) : end;
            RowsAhead sequenceAhead = FindRows(D, isFirst ? 0 : -1, nextStart, nextEnd);
            RowsAhead cotangentAhead = FindRows(dy, isFirst ? BlockCount(shape) - 1 : block - 1, nextStart, nextEnd);
            int share = cotangentAhead.Lines / panels + 1, sequenceShare = sequenceAhead.Lines / panels + 1;
            TransposedMatrices transposed = new(Transposed, new BlockMatrices(coefficients, shape, block), rows);
            for (int panel = 0; panel < panels; panel++)
            {
                int coordinate = start + panel * panelWidth, width = Math.Min(panelWidth, end - coordinate);
                float* cotangent = Cotangent + panel * BlockRows * panelWidth, dstate = Dstate + panel * paddedStates * panelWidth;
                float* destination = dD + (nint)first * shape.Dimension + coordinate;
                sequenceAhead.Ask(sequenceShare);
                cotangentAhead.Ask(share);
                if (width == panelWidth)
                {
                    transposed.DifferentiateRows<TLanes>(rows, cotangent, dstate, destination, shape.Dimension);
                }
                else
                {
                    transposed.DifferentiateRows<TLanes>(rows, cotangent, dstate, Result, panelWidth);
                    Panel.Scatter<TLanes>(Result, rows, width, destination, shape.Dimension);
                }

                if (!isFirst)
                    transposed.DifferentiateStates<TLanes>(rows, cotangent, dstate);
            }
        }

        /// <summary>The rows of a block, which need not be one.</summary>
        private RowsAhead FindRows(float* tensor, int block, int start, int end)
        {
            int first = block * BlockRows, rows = first < 0 ? 0 : Math.Min(BlockRows, shape.Population - first);
            return new RowsAhead(tensor + (nint)first * shape.Dimension + start, shape.Dimension, end - start, rows);
        }

        /// <summary>The block's rows of the sequence and of the cotangent, as panels; rows that are not there are zeros.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void GatherBlock<TLanes>(int first, int rows, int start, int end)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int panelWidth = PanelRegisters * TLanes.Count;
            int padding = (Padded(rows) - rows) * panelWidth;
            float* sequence = Sequence, cotangent = Cotangent;
            for (int coordinate = start; coordinate < end; coordinate += panelWidth)
            {
                nint row = (nint)first * shape.Dimension + coordinate;
                int width = Math.Min(panelWidth, end - coordinate);
                Panel.Gather<TLanes>(D + row, shape.Dimension, rows, width, sequence);
                Panel.Gather<TLanes>(dy + row, shape.Dimension, rows, width, cotangent);
                new Span<float>(sequence + rows * panelWidth, padding).Clear();
                new Span<float>(cotangent + rows * panelWidth, padding).Clear();
                sequence += BlockRows * panelWidth;
                cotangent += BlockRows * panelWidth;
            }
        }

        /// <summary>
        /// Adds this tile's inner products to the cotangents of the block's matrices: of dy with D and with the states before the block,
        /// of the cotangent of the states after it with D and with the states before it.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Correlate<TLanes>(int block, int rowCount, int panels)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            BlockCotangents sums = new(lanes, shape, block);
            int panelWidth = PanelRegisters * TLanes.Count, rowStep = BlockRows * panelWidth, stateStep = paddedStates * panelWidth;
            float* state = States + block * paddedStates * Width;
            bool isFirst = block == 0, isLast = block == BlockCount(shape) - 1;
            for (int i = 0; i < rowCount; i += GroupRows)
            {
                float* rows = Cotangent + i * panelWidth;
                for (int j = 0; j < i + GroupRows; j += 2)
                {
                    Gram<TLanes>.Accumulate(
                        rows, rowStep, Sequence + j * panelWidth, rowStep, panels, Product(sums.Mixing, i, BlockRows, j), BlockRows);
                }

                for (int n = 0; n < paddedStates && !isFirst; n += 2)
                {
                    Gram<TLanes>.Accumulate(
                        rows, rowStep, state + n * panelWidth, stateStep, panels, Product(sums.Output, i, paddedStates, n), paddedStates);
                }
            }

            for (int n = 0; n < paddedStates && !isLast; n += GroupRows)
            {
                for (int j = 0; j < rowCount; j += 2)
                {
                    Gram<TLanes>.Accumulate(
                        Dstate + n * panelWidth, stateStep, Sequence + j * panelWidth, rowStep, panels,
                        Product(sums.Input, n, BlockRows, j), BlockRows);
                }
            }

            for (int n = 0; n < paddedStates && !isFirst && !isLast; n++)
                AccumulateDiagonal<TLanes>(state + n * panelWidth, Dstate + n * panelWidth, panels, sums.Retention + n * CacheLine.Floats);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void AccumulateDiagonal<TLanes>(float* state, float* dstate, int panels, float* sums)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int panelWidth = PanelRegisters * TLanes.Count;
            TLanes sum = TLanes.Load(sums);
            for (int panel = 0; panel < panels; panel++)
            {
                int start = panel * paddedStates * panelWidth;
                for (int k = start; k < start + panelWidth; k += TLanes.Count)
                    sum = TLanes.MultiplyAdd(TLanes.Load(dstate + k), TLanes.Load(state + k), sum);
            }

            sum.Store(sums);
        }

        private static float* Product(float* sums, int row, int stride, int column) => sums + (row * stride + column) * CacheLine.Floats;
    }
}
