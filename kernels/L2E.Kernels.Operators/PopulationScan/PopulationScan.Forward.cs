using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>
    /// The row bounds <c>r_i = sum_(j &lt;= i) sum_n |C_in| exp(-decay_n (cum_i - cum_j)) delta_j |B_jn|</c>: the scan of the
    /// absolute gates over a sequence of ones.
    /// </summary>
    /// <param name="shape">Sizes; the dimension plays no part.</param>
    /// <param name="delta">Step sizes, [population].</param>
    /// <param name="decay">Decay rates, [states].</param>
    /// <param name="B">Input gates, [population, states].</param>
    /// <param name="C">Output gates, [population, states].</param>
    /// <param name="rowBound">Destination (=), [population]; must not overlap an input.</param>
    /// <exception cref="ArgumentException">A size is out of range or a span has the wrong length.</exception>
    public static void RowBounds(
        PopulationScanShape shape, ReadOnlySpan<float> delta, ReadOnlySpan<float> decay, ReadOnlySpan<float> B, ReadOnlySpan<float> C,
        Span<float> rowBound)
    {
        CheckGates(shape, delta, decay, B, C);
        Guard.Length<float>(rowBound, shape.Population, "population");
        fixed (float* deltas = delta, decays = decay, inputGates = B, outputGates = C, bounds = rowBound)
            RunOverStates(shape, new RowBoundKernel(shape, deltas, decays, inputGates, outputGates, bounds));
    }

    /// <summary><c>y = M D</c>, not projected.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="delta">Step sizes, [population].</param>
    /// <param name="decay">Decay rates, [states].</param>
    /// <param name="B">Input gates, [population, states].</param>
    /// <param name="C">Output gates, [population, states].</param>
    /// <param name="D">The sequence, [population, dimension].</param>
    /// <param name="y">Destination (=), [population, dimension]; may be <paramref name="D"/>, else must not overlap an input.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a span has the wrong length.</exception>
    public static void Forward(
        PopulationScanShape shape, ReadOnlySpan<float> delta, ReadOnlySpan<float> decay, ReadOnlySpan<float> B, ReadOnlySpan<float> C,
        ReadOnlySpan<float> D, Span<float> y, Span<float> workspace)
    {
        CheckGates(shape, delta, decay, B, C);
        Guard.Length(D, shape.Coordinates, "population * dimension");
        Guard.Length<float>(y, shape.Coordinates, "population * dimension");
        Guard.MinimumLength<float>(workspace, GetWorkspaceLength(shape), "GetWorkspaceLength(shape)");
        SpanSlices slices = new(workspace);
        fixed (float* deltas = delta, decays = decay, inputGates = B, outputGates = C, sequence = D, destination = y)
        fixed (float* keep = slices.Take(shape.Gates), enter = slices.Take(shape.Gates))
        fixed (float* coefficients = slices.Take(CoefficientLength(shape)), scratch = slices.Rest)
        {
            // Memory fetches what is multiplied first while the matrices are made.
            int width = Math.Min(FirstTileWidth, shape.Dimension);
            RowsAhead first = new(sequence, shape.Dimension, width, Math.Min(BlockRows, shape.Population));
            first.Ask(first.Lines);
            WidestLanes.Run(new GateKernel(shape, deltas, decays, inputGates, keep, enter));
            WidestLanes.Run(new BlockKernel(shape, keep, enter, outputGates, coefficients));
            WidestLanes.Run(new ForwardKernel(shape, coefficients, sequence, destination, CacheLine.Align(scratch)));
        }
    }

    /// <summary>What each individual does to the states: <c>keep = exp(-decay delta)</c>, <c>enter = delta B</c>.</summary>
    private readonly struct GateKernel(
        PopulationScanShape shape, float* delta, float* decay, float* B, float* keep, float* enter) : ILanesKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            if (shape.States < TLanes.Count)
            {
                RunNarrow<TLanes>();
                return;
            }

            for (int i = 0; i < shape.Population; i++)
            {
                TLanes step = TLanes.Broadcast(delta[i]);
                for (int n = 0; n < shape.States; n += TLanes.Count)
                {
                    int count = Math.Min(TLanes.Count, shape.States - n), gate = i * shape.States + n;
                    TLanes exponent = VectorMath.Negate(step) * TLanes.LoadPartial(decay + n, count);
                    VectorMath.Exp(exponent).StorePartial(keep + gate, count);
                    (step * TLanes.LoadPartial(B + gate, count)).StorePartial(enter + gate, count);
                }
            }
        }

        /// <summary>The states do not fill a register: those of several individuals are in one. The same bits.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void RunNarrow<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int gates = shape.Population * shape.States;
            for (int i = 0, gate = 0; i < shape.Population; i++)
            {
                float step = delta[i];
                for (int n = 0; n < shape.States; n++, gate++)
                {
                    keep[gate] = -step * decay[n];
                    enter[gate] = step * B[gate];
                }
            }

            for (int gate = 0; gate < gates; gate += TLanes.Count)
                Lanes.Store(VectorMath.Exp(Lanes.Load<TLanes>(keep + gate, gates - gate)), keep + gate, gates - gate);
        }
    }

    private readonly struct RowBoundKernel(
        PopulationScanShape shape, float* delta, float* decay, float* B, float* C, float* rowBound) : ILanesKernel
    {
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float* state = stackalloc float[PopulationScanShape.MaximumStates];
            new Span<float>(state, shape.States).Clear();
            for (int i = 0; i < shape.Population; i++)
            {
                TLanes step = TLanes.Broadcast(delta[i]), sum = TLanes.Broadcast(0);
                for (int n = 0; n < shape.States; n += TLanes.Count)
                {
                    int count = Math.Min(TLanes.Count, shape.States - n), gate = i * shape.States + n;
                    TLanes keep = VectorMath.Exp(VectorMath.Negate(step) * TLanes.LoadPartial(decay + n, count));
                    TLanes enter = step * VectorMath.Abs(TLanes.LoadPartial(B + gate, count));
                    TLanes h = TLanes.MultiplyAdd(keep, TLanes.LoadPartial(state + n, count), enter);
                    h.StorePartial(state + n, count);
                    sum = TLanes.MultiplyAdd(VectorMath.Abs(TLanes.LoadPartial(C + gate, count)), h, sum);
                }

                rowBound[i] = TLanes.Sum(sum);
            }
        }
    }

    /// <summary>
    /// Every tile of coordinates goes through the blocks in order, so that its states stay in a near cache. A panel of it, as wide as
    /// some registers, is gathered from the rows of a block, as they are first used; the block's results and the states after it are sums
    /// of products of the block's matrices with these rows and with the states before it.
    /// </summary>
    private readonly struct ForwardKernel(
        PopulationScanShape shape, float* coefficients, float* D, float* y, float* scratch) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            // A result that no near cache can hold goes around them: memory then need not be read before it is written, as it is in place.
            // That takes whole cache lines at a time, so the first panel ends where a line begins.
            bool aroundCaches = TLanes.Count == CacheLine.Floats && shape.Dimension % CacheLine.Floats == 0
                && shape.Coordinates >= CacheLine.LeastAround && y != D && (nint)y % sizeof(float) == 0;
            int lead = aroundCaches ? (int)(CacheLine.Align(y) - y) : 0;
            for (int start = 0, end; start < shape.Dimension; start = end)
            {
                int tileLead = start == 0 ? lead : 0;
                end = Math.Min(start + tileLead + (start == 0 ? FirstTileWidth : TileWidth), shape.Dimension);
                for (int first = 0; first < shape.Population; first += BlockRows)
                    AdvanceTile<TLanes>(first, start, end, tileLead, aroundCaches);
            }

            if (aroundCaches)
                CacheLine.Fence();
        }

        /// <summary>The block that begins with an individual, on the coordinates from start to end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void AdvanceTile<TLanes>(int first, int start, int end, int lead, bool aroundCaches)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            BlockMatrices matrices = new(coefficients, shape, first / BlockRows);
            int panelWidth = PanelRegisters * TLanes.Count, rows = Math.Min(BlockRows, shape.Population - first), width;
            bool isFirst = first == 0, isLast = first + rows == shape.Population;
            // A panel's states lie together: rows with a stride of pages would fall into the same places of a cache.
            float* gathered = scratch, mixed = gathered + BlockRows * panelWidth, state = mixed + BlockRows * panelWidth;
            RowsAhead ahead = FindNext(first, rows, start, end);
            int groups = (rows + GroupRows - 1) / GroupRows * Math.Max(1, (end - start) / panelWidth), share = ahead.Lines / groups + 1;
            for (int coordinate = start; coordinate < end; coordinate += width)
            {
                width = Math.Min(coordinate == start && lead > 0 ? lead : panelWidth, end - coordinate);
                nint row = (nint)first * shape.Dimension + coordinate;
                if (width == panelWidth && rows % GroupRows == 0)
                {
                    MixRows<TLanes>(
                        matrices, rows, D + row, shape.Dimension, gathered, state, isFirst, y + row, shape.Dimension, aroundCaches,
                        ref ahead, share);
                }
                else
                {
                    Panel.Gather<TLanes>(D + row, shape.Dimension, rows, width, gathered);
                    MixRows<TLanes>(
                        matrices, rows, gathered, panelWidth, gathered, state, isFirst, mixed, panelWidth, aroundCaches: false,
                        ref ahead, share);
                    Panel.Scatter<TLanes>(mixed, rows, width, y + row, shape.Dimension);
                }

                if (!isLast)
                    Panel.AdvanceStates<TLanes>(matrices, gathered, state, isFirst, state);
                state += Padded(shape.States) * panelWidth;
            }
        }

        /// <summary>The rows of the next block on the same coordinates, or of the first one on those that follow.</summary>
        private RowsAhead FindNext(int first, int rows, int start, int end)
        {
            int next = first + rows;
            if (next < shape.Population)
            {
                float* following = D + (nint)next * shape.Dimension + start;
                return new RowsAhead(following, shape.Dimension, end - start, Math.Min(BlockRows, shape.Population - next));
            }

            int width = Math.Min(TileWidth, shape.Dimension - end);
            return new RowsAhead(D + end, shape.Dimension, width, Math.Min(BlockRows, shape.Population));
        }

        // Not inlined: what the compiler inlines into one method is limited, and here all of it matters. Like the other loops over lanes
        // of this operator it is optimised at its first call: the runtime's quick version, which serves the first thirty, takes a hundred
        // times as long.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private static void MixRows<TLanes>(
            BlockMatrices matrices, int rows, float* source, nint sourceStride, float* gathered, float* state, bool isFirst,
            float* destination, nint stride, bool aroundCaches, ref RowsAhead ahead, int share)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int panelWidth = PanelRegisters * TLanes.Count, states = isFirst ? 0 : matrices.States;
            float* output = matrices.Output, mixing = matrices.Mixing;
            for (int i = 0; i < rows; i += GroupRows)
            {
                ahead.Ask(share);
                Group<TLanes> group = default;
                group.Add(output, matrices.States, state, states);
                group.Add(mixing, BlockRows, gathered, i);
                group.AddLowerTriangle(mixing + i, BlockRows, source, sourceStride, gathered + i * panelWidth);
                group.Store(destination, stride, rows - i, aroundCaches);
                output += GroupRows * matrices.States;
                mixing += GroupRows * BlockRows;
                source += GroupRows * sourceStride;
                destination += GroupRows * stride;
            }
        }
    }
}
