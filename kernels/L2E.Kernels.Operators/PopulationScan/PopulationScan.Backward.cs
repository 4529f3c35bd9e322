namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>Floats of scratch that <see cref="Backward"/> and <see cref="RowBoundsBackward"/> need.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    /// <exception cref="OverflowException">The length exceeds the range of int.</exception>
    public static int GetBackwardWorkspaceLength(PopulationScanShape shape)
    {
        shape.Validate();
        // Gates and their cotangents; a carry and the states before, between and after all individuals; the row bound's own |B|, |C|,
        // their cotangents, its ones and their cotangent.
        int scan = checked(4 * shape.Gates + (shape.Population + 2) * shape.States * BackTileWidth);
        return checked(scan + 4 * shape.Gates + 2 * shape.Population);
    }

    /// <summary>Gradients of <c>sum(y dy)</c> with <c>y = M D</c>; <c>PopulationScan.md</c> derives them.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="delta">Step sizes, [population].</param>
    /// <param name="decay">Decay rates, [states].</param>
    /// <param name="B">Input gates, [population, states].</param>
    /// <param name="C">Output gates, [population, states].</param>
    /// <param name="D">The sequence, [population, dimension].</param>
    /// <param name="dy">Cotangent of y, [population, dimension].</param>
    /// <param name="ddelta">Accumulated (+=), [population].</param>
    /// <param name="ddecay">Accumulated (+=), [states].</param>
    /// <param name="dB">Accumulated (+=), [population, states].</param>
    /// <param name="dC">Accumulated (+=), [population, states].</param>
    /// <param name="dD">Destination (=), [population, dimension]. No destination may overlap an input or another destination.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a span has the wrong length.</exception>
    /// <exception cref="OverflowException">A product of sizes exceeds the range of int.</exception>
    public static void Backward(
        PopulationScanShape shape, ReadOnlySpan<float> delta, ReadOnlySpan<float> decay, ReadOnlySpan<float> B, ReadOnlySpan<float> C,
        ReadOnlySpan<float> D, ReadOnlySpan<float> dy, Span<float> ddelta, Span<float> ddecay, Span<float> dB, Span<float> dC,
        Span<float> dD, Span<float> workspace)
    {
        CheckGates(shape, delta, decay, B, C);
        Guard.Length(D, shape.Coordinates, "population * dimension");
        Guard.Length(dy, shape.Coordinates, "population * dimension");
        CheckGateGradients(shape, ddelta, ddecay, dB, dC);
        Guard.Length<float>(dD, shape.Coordinates, "population * dimension");
        Guard.MinimumLength<float>(workspace, GetBackwardWorkspaceLength(shape), "GetBackwardWorkspaceLength(shape)");
        Accumulate(shape, delta, decay, B, C, D, dy, ddelta, ddecay, dB, dC, dD, workspace);
    }

    /// <summary>
    /// Gradients of <c>sum(rowBound drowBound)</c>. Where an element of B or C is 0, the subgradient 0 of its absolute value is used.
    /// </summary>
    /// <param name="shape">Sizes; the dimension plays no part in the result.</param>
    /// <param name="delta">Step sizes, [population].</param>
    /// <param name="decay">Decay rates, [states].</param>
    /// <param name="B">Input gates, [population, states].</param>
    /// <param name="C">Output gates, [population, states].</param>
    /// <param name="drowBound">Cotangent of the row bounds, [population].</param>
    /// <param name="ddelta">Accumulated (+=), [population].</param>
    /// <param name="ddecay">Accumulated (+=), [states].</param>
    /// <param name="dB">Accumulated (+=), [population, states].</param>
    /// <param name="dC">Accumulated (+=), [population, states]. No destination may overlap an input or another destination.</param>
    /// <param name="workspace">Scratch of at least <see cref="GetBackwardWorkspaceLength"/> floats.</param>
    /// <exception cref="ArgumentException">A size is out of range or a span has the wrong length.</exception>
    /// <exception cref="OverflowException">A product of sizes exceeds the range of int.</exception>
    public static void RowBoundsBackward(
        PopulationScanShape shape, ReadOnlySpan<float> delta, ReadOnlySpan<float> decay, ReadOnlySpan<float> B, ReadOnlySpan<float> C,
        ReadOnlySpan<float> drowBound, Span<float> ddelta, Span<float> ddecay, Span<float> dB, Span<float> dC, Span<float> workspace)
    {
        CheckGates(shape, delta, decay, B, C);
        Guard.Length(drowBound, shape.Population, "population");
        CheckGateGradients(shape, ddelta, ddecay, dB, dC);
        Guard.MinimumLength<float>(workspace, GetBackwardWorkspaceLength(shape), "GetBackwardWorkspaceLength(shape)");

        // The row bound is the scan of |B| and |C| over a single coordinate of ones.
        SpanSlices slices = new(workspace);
        Span<float> magnitudeB = slices.Take(shape.Gates), magnitudeC = slices.Take(shape.Gates);
        Span<float> dmagnitudeB = slices.Take(shape.Gates), dmagnitudeC = slices.Take(shape.Gates);
        Span<float> ones = slices.Take(shape.Population), dones = slices.Take(shape.Population);
        ones.Fill(1);
        dmagnitudeB.Clear();
        dmagnitudeC.Clear();
        fixed (float* inputGates = B, outputGates = C, absoluteB = magnitudeB, absoluteC = magnitudeC)
        fixed (float* dabsoluteB = dmagnitudeB, dabsoluteC = dmagnitudeC, dinputGates = dB, doutputGates = dC)
        {
            WidestLanes.Run(new MagnitudeKernel(inputGates, absoluteB, shape.Gates));
            WidestLanes.Run(new MagnitudeKernel(outputGates, absoluteC, shape.Gates));
            Accumulate(
                shape with { Dimension = 1 }, delta, decay, magnitudeB, magnitudeC, ones, drowBound, ddelta, ddecay, dmagnitudeB,
                dmagnitudeC, dones, slices.Rest);
            WidestLanes.Run(new MagnitudeBackwardKernel(inputGates, dabsoluteB, dinputGates, shape.Gates));
            WidestLanes.Run(new MagnitudeBackwardKernel(outputGates, dabsoluteC, doutputGates, shape.Gates));
        }
    }

    private static void CheckGateGradients(
        PopulationScanShape shape, ReadOnlySpan<float> ddelta, ReadOnlySpan<float> ddecay, ReadOnlySpan<float> dB, ReadOnlySpan<float> dC)
    {
        Guard.Length(ddelta, shape.Population, "population");
        Guard.Length(ddecay, shape.States, "states");
        Guard.Length(dB, shape.Gates, "population * states");
        Guard.Length(dC, shape.Gates, "population * states");
    }

    private static void Accumulate(
        PopulationScanShape shape, ReadOnlySpan<float> delta, ReadOnlySpan<float> decay, ReadOnlySpan<float> B, ReadOnlySpan<float> C,
        ReadOnlySpan<float> D, ReadOnlySpan<float> dy, Span<float> ddelta, Span<float> ddecay, Span<float> dB, Span<float> dC,
        Span<float> dD, Span<float> workspace)
    {
        SpanSlices slices = new(workspace);
        Span<float> keepCotangents = slices.Take(shape.Gates), enterCotangents = slices.Take(shape.Gates);
        keepCotangents.Clear();
        enterCotangents.Clear();
        fixed (float* deltas = delta, decays = decay, inputGates = B, outputGates = C, sequence = D, cotangent = dy)
        fixed (float* ddeltas = ddelta, ddecays = ddecay, dinputGates = dB, doutputGates = dC, dsequence = dD)
        fixed (float* dkeep = keepCotangents, denter = enterCotangents)
        fixed (float* keep = slices.Take(shape.Gates), enter = slices.Take(shape.Gates))
        fixed (float* carry = slices.Take(shape.States * BackTileWidth), state = slices.Rest)
        {
            WidestLanes.Run(new GateKernel(shape, deltas, decays, inputGates, keep, enter));
            WidestLanes.Run(new BackwardKernel(
                shape, keep, enter, outputGates, sequence, cotangent, dkeep, denter, doutputGates, dsequence, carry, state));
            WidestLanes.Run(new GateBackwardKernel(
                shape, deltas, decays, inputGates, keep, dkeep, denter, ddeltas, ddecays, dinputGates));
        }
    }

    private readonly struct BackwardKernel(
        PopulationScanShape shape, float* keep, float* enter, float* C, float* D, float* dy,
        float* dkeep, float* denter, float* dC, float* dD, float* carry, float* state) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int first = 0; first < shape.Dimension; first += BackTileWidth)
            {
                int width = Math.Min(BackTileWidth, shape.Dimension - first);
                new Span<float>(state, shape.States * BackTileWidth).Clear();
                new Span<float>(carry, shape.States * BackTileWidth).Clear();
                for (int i = 0; i < shape.Population; i++)
                    Recompute<TLanes>(i, i * shape.Dimension + first, width);
                for (int i = shape.Population - 1; i >= 0; i--)
                    StepBack<TLanes>(i, i * shape.Dimension + first, width);
            }
        }

        /// <summary>The states after individual i lie behind those before it, [population + 1, states, BackTileWidth].</summary>
        private void Recompute<TLanes>(int i, int row, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int n = 0; n < shape.States; n++)
            {
                int gate = i * shape.States + n;
                float* before = state + gate * BackTileWidth, after = before + shape.States * BackTileWidth;
                TLanes kept = TLanes.Broadcast(keep[gate]), entering = TLanes.Broadcast(enter[gate]);
                for (int d = 0; d < width; d += TLanes.Count)
                {
                    TLanes value = Lanes.Load<TLanes>(D + row + d, width - d);
                    TLanes.MultiplyAdd(kept, TLanes.Load(before + d), entering * value).Store(after + d);
                }
            }
        }

        private void StepBack<TLanes>(int i, int row, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            new Span<float>(dD + row, width).Clear();
            for (int n = 0; n < shape.States; n++)
            {
                int gate = i * shape.States + n;
                float* before = state + gate * BackTileWidth, after = before + shape.States * BackTileWidth, slot = carry + n * BackTileWidth;
                TLanes kept = TLanes.Broadcast(keep[gate]), entering = TLanes.Broadcast(enter[gate]);
                TLanes leaving = TLanes.Broadcast(C[gate]);
                TLanes keepSum = TLanes.Broadcast(0), enterSum = keepSum, leaveSum = keepSum;
                for (int d = 0; d < width; d += TLanes.Count)
                {
                    TLanes cotangent = Lanes.Load<TLanes>(dy + row + d, width - d);
                    TLanes dstate = TLanes.MultiplyAdd(leaving, cotangent, TLanes.Load(slot + d));
                    leaveSum = TLanes.MultiplyAdd(cotangent, TLanes.Load(after + d), leaveSum);
                    enterSum = TLanes.MultiplyAdd(dstate, Lanes.Load<TLanes>(D + row + d, width - d), enterSum);
                    keepSum = TLanes.MultiplyAdd(dstate, TLanes.Load(before + d), keepSum);
                    TLanes dvalue = TLanes.MultiplyAdd(entering, dstate, Lanes.Load<TLanes>(dD + row + d, width - d));
                    Lanes.Store(dvalue, dD + row + d, width - d);
                    (kept * dstate).Store(slot + d);
                }

                dC[gate] += TLanes.Sum(leaveSum);
                denter[gate] += TLanes.Sum(enterSum);
                dkeep[gate] += TLanes.Sum(keepSum);
            }
        }
    }

    /// <summary>From the cotangents of keep and enter to those of delta, decay and B.</summary>
    private readonly struct GateBackwardKernel(
        PopulationScanShape shape, float* delta, float* decay, float* B, float* keep, float* dkeep, float* denter,
        float* ddelta, float* ddecay, float* dB) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < shape.Population; i++)
            {
                TLanes step = TLanes.Broadcast(delta[i]), dstep = TLanes.Broadcast(0);
                for (int n = 0; n < shape.States; n += TLanes.Count)
                {
                    int count = Math.Min(TLanes.Count, shape.States - n), gate = i * shape.States + n;
                    TLanes dproduct = Lanes.Load<TLanes>(denter + gate, count);
                    TLanes dexponent = VectorMath.Negate(Lanes.Load<TLanes>(dkeep + gate, count) * Lanes.Load<TLanes>(keep + gate, count));
                    dstep = TLanes.MultiplyAdd(dproduct, Lanes.Load<TLanes>(B + gate, count), dstep);
                    dstep = TLanes.MultiplyAdd(dexponent, Lanes.Load<TLanes>(decay + n, count), dstep);
                    Lanes.Store(TLanes.MultiplyAdd(step, dproduct, Lanes.Load<TLanes>(dB + gate, count)), dB + gate, count);
                    Lanes.Store(TLanes.MultiplyAdd(step, dexponent, Lanes.Load<TLanes>(ddecay + n, count)), ddecay + n, count);
                }

                ddelta[i] += TLanes.Sum(dstep);
            }
        }
    }

    private readonly struct MagnitudeKernel(float* x, float* magnitude, int length) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < length; i += TLanes.Count)
                Lanes.Store(VectorMath.Abs(Lanes.Load<TLanes>(x + i, length - i)), magnitude + i, length - i);
        }
    }

    /// <summary><c>dx += sign(x) dmagnitude</c>, with sign(0) = 0.</summary>
    private readonly struct MagnitudeBackwardKernel(float* x, float* dmagnitude, float* dx, int length) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes zero = TLanes.Broadcast(0);
            for (int i = 0; i < length; i += TLanes.Count)
            {
                TLanes value = Lanes.Load<TLanes>(x + i, length - i), cotangent = Lanes.Load<TLanes>(dmagnitude + i, length - i);
                TLanes positive = TLanes.LessThan(zero, value) & cotangent, negative = TLanes.LessThan(value, zero) & cotangent;
                Lanes.Store(Lanes.Load<TLanes>(dx + i, length - i) + (positive - negative), dx + i, length - i);
            }
        }
    }
}
