using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>Floats of scratch that <see cref="Backward"/> and <see cref="RowBoundsBackward"/> need.</summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public static int GetBackwardWorkspaceLength(PopulationScanShape shape)
    {
        shape.Validate();
        // The gates and their cotangents, once more for the row bound's |B| and |C| with its ones and their cotangent; the matrices of
        // the blocks and their cotangents; what steps back through one block; the tile.
        ulong gates = 8 * (ulong)shape.Population * (ulong)shape.States + 2 * (ulong)shape.Population;
        ulong blocks = (ulong)BlockCount(shape) * (ulong)(BlockMatrices.Length(shape) + BlockCotangents.Length(shape));
        ulong block = (ulong)BlockBackwardKernel.GetScratchLength(shape);
        ulong panels = BackwardTile.GetLength(shape) + CacheLine.Slack;
        return Guard.Elements("workspace", "gates, matrices, Gram matrices and panels", gates + blocks + block + panels);
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
        Span<float> matrixCotangents = slices.Take(BlockCount(shape) * BlockCotangents.Length(shape));
        keepCotangents.Clear();
        enterCotangents.Clear();
        matrixCotangents.Clear();
        fixed (float* deltas = delta, decays = decay, inputGates = B, outputGates = C, sequence = D, cotangent = dy)
        fixed (float* ddeltas = ddelta, ddecays = ddecay, dinputGates = dB, doutputGates = dC, dsequence = dD)
        fixed (float* dkeep = keepCotangents, denter = enterCotangents, lanes = matrixCotangents)
        fixed (float* keep = slices.Take(shape.Gates), enter = slices.Take(shape.Gates))
        fixed (float* coefficients = slices.Take(CoefficientLength(shape)))
        fixed (float* scratch = slices.Take(BlockBackwardKernel.GetScratchLength(shape)), tile = slices.Rest)
        {
            WidestLanes.Run(new GateKernel(shape, deltas, decays, inputGates, keep, enter));
            WidestLanes.Run(new BlockKernel(shape, keep, enter, outputGates, coefficients));
            WidestLanes.Run(new BackwardTile(shape, coefficients, sequence, cotangent, lanes, dsequence, CacheLine.Align(tile)));
            WidestLanes.Run(new BlockBackwardKernel(
                shape, keep, enter, outputGates, lanes, dkeep, denter, doutputGates, scratch));
            WidestLanes.Run(new GateBackwardKernel(
                shape, deltas, decays, inputGates, keep, dkeep, denter, ddeltas, ddecays, dinputGates));
        }
    }

    /// <summary>From the cotangents of keep and enter to those of delta, decay and B.</summary>
    private readonly struct GateBackwardKernel(
        PopulationScanShape shape, float* delta, float* decay, float* B, float* keep, float* dkeep, float* denter,
        float* ddelta, float* ddecay, float* dB) : ILanesKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
