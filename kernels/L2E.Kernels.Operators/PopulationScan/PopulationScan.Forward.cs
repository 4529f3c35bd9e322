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
    /// <exception cref="OverflowException">A product of sizes exceeds the range of int.</exception>
    public static void RowBounds(
        PopulationScanShape shape, ReadOnlySpan<float> delta, ReadOnlySpan<float> decay, ReadOnlySpan<float> B, ReadOnlySpan<float> C,
        Span<float> rowBound)
    {
        CheckGates(shape, delta, decay, B, C);
        Guard.Length<float>(rowBound, shape.Population, "population");
        fixed (float* deltas = delta, decays = decay, inputGates = B, outputGates = C, bounds = rowBound)
            WidestLanes.Run(new RowBoundKernel(shape, deltas, decays, inputGates, outputGates, bounds));
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
    /// <exception cref="OverflowException">A product of sizes exceeds the range of int.</exception>
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
        fixed (float* keep = slices.Take(shape.Gates), enter = slices.Take(shape.Gates), state = slices.Rest)
        {
            WidestLanes.Run(new GateKernel(shape, deltas, decays, inputGates, keep, enter));
            WidestLanes.Run(new ForwardKernel(shape, keep, enter, outputGates, sequence, destination, state));
        }
    }

    /// <summary>What each individual does to the states: <c>keep = exp(-decay delta)</c>, <c>enter = delta B</c>.</summary>
    private readonly struct GateKernel(
        PopulationScanShape shape, float* delta, float* decay, float* B, float* keep, float* enter) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
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
    }

    private readonly struct RowBoundKernel(
        PopulationScanShape shape, float* delta, float* decay, float* B, float* C, float* rowBound) : ILanesKernel
    {
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

    private readonly struct ForwardKernel(
        PopulationScanShape shape, float* keep, float* enter, float* C, float* D, float* y, float* state) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int first = 0; first < shape.Dimension; first += TileWidth)
            {
                int width = Math.Min(TileWidth, shape.Dimension - first);
                new Span<float>(state, shape.States * TileWidth).Clear();
                for (int i = 0; i < shape.Population; i++)
                {
                    int gates = i * shape.States, row = i * shape.Dimension + first;
                    for (int d = 0; d < width; d += TLanes.Count)
                    {
                        TLanes value = Lanes.Load<TLanes>(D + row + d, width - d);
                        Lanes.Store(Advance(gates, value, state + d), y + row + d, width - d);
                    }
                }
            }
        }

        private TLanes Advance<TLanes>(int gates, TLanes value, float* stateColumn)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes sum = TLanes.Broadcast(0);
            for (int n = 0; n < shape.States; n++)
            {
                float* slot = stateColumn + n * TileWidth;
                TLanes h = TLanes.Broadcast(enter[gates + n]) * value;
                h = TLanes.MultiplyAdd(TLanes.Broadcast(keep[gates + n]), TLanes.Load(slot), h);
                h.Store(slot);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(C[gates + n]), h, sum);
            }

            return sum;
        }
    }
}
