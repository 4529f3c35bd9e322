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
        // The gates and their cotangents. Then the matrices of the blocks and their cotangents, what steps back through one block, and the
        // tile; or what a narrow scan or the row bounds keep, which is less but where there is next to nothing.
        ulong gates = 4 * (ulong)shape.Population * (ulong)shape.States;
        ulong blocks = (ulong)BlockCount(shape) * (ulong)(BlockMatrices.Length(shape) + BlockCotangents.Length(shape));
        ulong block = (ulong)BlockBackwardKernel.GetScratchLength(shape);
        ulong panels = BackwardTile.GetLength(shape) + CacheLine.Slack;
        ulong recurrence = Math.Max(NarrowBackwardKernel.GetScratchLength(shape), RowBoundBackwardKernel.GetScratchLength(shape));
        ulong scratch = Math.Max(blocks + block + panels, recurrence);
        return Guard.Elements("workspace", "gates, matrices, Gram matrices and panels", gates + scratch);
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

        int gates = shape.Gates;
        SpanSlices slices = new(workspace);
        Span<float> keepCotangents = slices.Take(gates), enterCotangents = slices.Take(gates);
        keepCotangents.Clear();
        enterCotangents.Clear();
        fixed (float* deltas = delta, decays = decay, inputGates = B, outputGates = C, sequence = D, cotangent = dy)
        fixed (float* ddeltas = ddelta, ddecays = ddecay, dinputGates = dB, doutputGates = dC, dsequence = dD)
        fixed (float* dkeep = keepCotangents, denter = enterCotangents, keep = slices.Take(gates), enter = slices.Take(gates))
        fixed (float* scratch = slices.Rest)
        {
            WidestLanes.Run(new GateKernel(shape, deltas, decays, inputGates, keep, enter));
            if (shape.Dimension <= NarrowBackwardKernel.Width)
            {
                WidestLanes.Run(new NarrowBackwardKernel(
                    shape, keep, enter, outputGates, sequence, cotangent, dkeep, denter, doutputGates, dsequence, scratch));
            }
            else
            {
                float* lanes = scratch, coefficients = lanes + BlockCount(shape) * BlockCotangents.Length(shape);
                float* block = coefficients + CoefficientLength(shape), tile = block + BlockBackwardKernel.GetScratchLength(shape);
                BlockCotangents.Clear(lanes, shape);
                WidestLanes.Run(new BlockKernel(shape, keep, enter, outputGates, coefficients));
                WidestLanes.Run(new BackwardTile(shape, coefficients, sequence, cotangent, lanes, dsequence, CacheLine.Align(tile)));
                WidestLanes.Run(new BlockBackwardKernel(shape, keep, enter, outputGates, lanes, dkeep, denter, doutputGates, block));
            }

            RunOverStates(shape, new GateBackwardKernel(
                shape, deltas, decays, inputGates, keep, dkeep, denter, ddeltas, ddecays, dinputGates));
        }
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

        fixed (float* deltas = delta, decays = decay, inputGates = B, outputGates = C, cotangent = drowBound)
        fixed (float* ddeltas = ddelta, ddecays = ddecay, dinputGates = dB, doutputGates = dC, scratch = workspace)
        {
            RunOverStates(shape, new RowBoundBackwardKernel(
                shape, deltas, decays, inputGates, outputGates, cotangent, ddeltas, ddecays, dinputGates, doutputGates, scratch));
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
}
