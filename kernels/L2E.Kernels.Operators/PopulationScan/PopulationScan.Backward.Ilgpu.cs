using ILGPU;

namespace L2E.Kernels.Operators;

public static partial class PopulationScanKernels
{
    // Individuals whose states a work item keeps, and the sums of a gate: the cotangents of keep, enter and C.
    private const int Chunk = 16, SumsOfAGate = 3, GatePitch = SumsOfAGate * StateBlock + 1;

    /// <summary>
    /// <c>dD</c>, and of each block of coordinates its part of the cotangents of keep, enter and C; <c>PopulationScan.md</c> derives them.
    /// The states before every chunk of individuals are kept in memory, those of a chunk are computed again.
    /// </summary>
    /// <remarks>Grid: x has a group for each block of coordinates.</remarks>
    /// <typeparam name="TLayout">How coordinates are dealt out.</typeparam>
    /// <param name="workspace">
    /// What <see cref="Gates"/> wrote; scratch for states before each chunk, [chunks, 4, dimension], at <paramref name="chunkStates"/>;
    /// and at <paramref name="parts"/> the destination (=) of the parts, [blocks, 3, population, states].
    /// </param>
    /// <param name="C">Output gates, [population, states].</param>
    /// <param name="D">The sequence, [population, dimension]; of length 0 for ones.</param>
    /// <param name="dy">Cotangent of y, [population, dimension].</param>
    /// <param name="dD">Destination (=), [population, dimension]; of length 0 when not wanted.</param>
    /// <param name="chunkStates">Where the states begin.</param>
    /// <param name="parts">Where the parts begin.</param>
    /// <param name="population">Individuals.</param>
    /// <param name="dimension">Coordinates.</param>
    /// <param name="states">States.</param>
    /// <param name="absolute">1 for |C|, 0 for C.</param>
    public static void Backward<TLayout>(
        ArrayView<float> workspace, ArrayView<float> C, ArrayView<float> D, ArrayView<float> dy, ArrayView<float> dD, int chunkStates,
        int parts, int population, int dimension, int states, int absolute)
        where TLayout : struct, IWorkLayout
    {
        int gates = population * states, first = Grid.GlobalIndex.X * TLayout.Width, remaining = dimension - first;
        // Lanes and work items beyond the last coordinate compute with zeros: all of a group meet at its barriers.
        int width = remaining < 0 ? 0 : remaining < TLayout.Width ? remaining : TLayout.Width;
        int chunks = (population + Chunk - 1) / Chunk;
        ArrayView<float> h = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> carry = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> before = LocalMemory.Allocate1D<float>((Chunk + 1) * StateBlock * TLayout.Width);
        ArrayView<float> value = LocalMemory.Allocate1D<float>(Chunk * TLayout.Width);
        ArrayView<float> cotangent = LocalMemory.Allocate1D<float>(TLayout.Width), dvalue = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> dkeep = LocalMemory.Allocate1D<float>(TLayout.Width), denter = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> dC = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> sums = SharedMemory.Allocate1D<float>(TLayout.GroupSize * GatePitch);
        for (int i = 0; i < Chunk * TLayout.Width; i++)
            value[i] = 0;
        for (int k = 0; k < TLayout.Width; k++)
            cotangent[k] = 0;
        for (int firstState = 0; firstState < states; firstState += StateBlock)
        {
            for (int i = 0; i < StateBlock * TLayout.Width; i++)
                h[i] = carry[i] = 0;
            // Forward through all chunks, and back from the last, whose states are then there already.
            for (int visit = 0; visit < 2 * chunks; visit++)
            {
                bool isBack = visit >= chunks;
                int chunk = isBack ? 2 * chunks - 1 - visit : visit, start = chunk * Chunk;
                int rows = population - start < Chunk ? population - start : Chunk;
                for (int n = 0; n < StateBlock && visit != chunks; n++)
                {
                    for (int k = 0; k < width; k++)
                    {
                        long saved = chunkStates + ((long)chunk * StateBlock + n) * dimension + first + k;
                        if (isBack)
                            h[n * TLayout.Width + k] = workspace[saved];
                        else
                            workspace[saved] = h[n * TLayout.Width + k];
                    }
                }

                for (int s = 0; s < rows && visit != chunks; s++)
                {
                    long element = (long)(start + s) * dimension + first;
                    for (int k = 0; k < width; k++)
                        value[s * TLayout.Width + k] = D.Length == 0 ? 1 : D[element + k];
                    for (int n = 0; n < StateBlock; n++)
                    {
                        int gate = (start + s) * states + firstState + n;
                        bool isThere = firstState + n < states;
                        float keep = isThere ? workspace[gate] : 0, enter = isThere ? workspace[gates + gate] : 0;
                        for (int k = 0; k < TLayout.Width; k++)
                        {
                            int i = n * TLayout.Width + k;
                            before[s * StateBlock * TLayout.Width + i] = h[i];
                            h[i] = DeviceMath.MultiplyAdd(keep, h[i], enter * value[s * TLayout.Width + k]);
                        }
                    }
                }

                if (!isBack)
                    continue;
                for (int i = 0; i < StateBlock * TLayout.Width; i++)
                    before[rows * StateBlock * TLayout.Width + i] = h[i];
                for (int s = rows - 1; s >= 0; s--)
                {
                    long element = (long)(start + s) * dimension + first;
                    for (int k = 0; k < width; k++)
                        cotangent[k] = dy[element + k];
                    for (int k = 0; k < TLayout.Width; k++)
                        dvalue[k] = 0;
                    for (int n = 0; n < StateBlock; n++)
                    {
                        int gate = (start + s) * states + firstState + n;
                        bool isThere = firstState + n < states;
                        float keep = isThere ? workspace[gate] : 0, enter = isThere ? workspace[gates + gate] : 0;
                        float output = isThere ? Magnitude(C[gate], absolute) : 0;
                        for (int k = 0; k < TLayout.Width; k++)
                        {
                            int i = n * TLayout.Width + k, here = s * StateBlock * TLayout.Width + i;
                            float dstate = DeviceMath.MultiplyAdd(output, cotangent[k], carry[i]);
                            dvalue[k] = DeviceMath.MultiplyAdd(enter, dstate, dvalue[k]);
                            dkeep[k] = dstate * before[here];
                            denter[k] = dstate * value[s * TLayout.Width + k];
                            dC[k] = cotangent[k] * before[here + StateBlock * TLayout.Width];
                            carry[i] = dstate * keep;
                        }

                        int row = Group.IdxX * GatePitch + SumsOfAGate * n;
                        sums[row] = GroupSums.OfLanes<TLayout>(dkeep);
                        sums[row + 1] = GroupSums.OfLanes<TLayout>(denter);
                        sums[row + 2] = GroupSums.OfLanes<TLayout>(dC);
                    }

                    GroupSums.Meet<TLayout>();
                    for (int column = Group.IdxX; column < SumsOfAGate * StateBlock; column += TLayout.GroupSize)
                    {
                        int n = firstState + column / SumsOfAGate, which = column % SumsOfAGate;
                        float sum = GroupSums.OfColumn<TLayout>(sums, GatePitch, column);
                        if (n < states)
                            workspace[parts + ((long)SumsOfAGate * Grid.IdxX + which) * gates + (start + s) * states + n] = sum;
                    }

                    GroupSums.Meet<TLayout>();
                    for (int k = 0; k < width && dD.Length != 0; k++)
                        dD[element + k] = firstState == 0 ? dvalue[k] : dD[element + k] + dvalue[k];
                }
            }
        }
    }

    /// <summary>
    /// From the parts of the cotangents of keep, enter and C to those of B and C, and to the terms whose sums are those of delta and decay:
    /// with <c>x_in = -dkeep_in keep_in</c>, <c>B_in denter_in + decay_n x_in</c> and <c>delta_i x_in</c>.
    /// </summary>
    /// <remarks>Grid: x has a work item for each gate.</remarks>
    /// <param name="delta">Step sizes, [population].</param>
    /// <param name="decay">Decay rates, [states].</param>
    /// <param name="B">Input gates, [population, states].</param>
    /// <param name="C">Output gates, [population, states].</param>
    /// <param name="dB">Accumulated (+=), [population, states].</param>
    /// <param name="dC">Accumulated (+=), [population, states].</param>
    /// <param name="workspace">
    /// What <see cref="Gates"/> wrote, and what <see cref="Backward"/> did; destination (=) of the terms of delta, [population, states], at
    /// <paramref name="terms"/>, and of those of decay, [population, states], behind them.
    /// </param>
    /// <param name="parts">Where the parts begin.</param>
    /// <param name="terms">Where the terms begin.</param>
    /// <param name="blocks">Blocks of coordinates.</param>
    /// <param name="population">Individuals.</param>
    /// <param name="states">States.</param>
    /// <param name="absolute">1 for |B| and |C|, 0 for B and C.</param>
    public static void GatesBackward(
        ArrayView<float> delta, ArrayView<float> decay, ArrayView<float> B, ArrayView<float> C, ArrayView<float> dB, ArrayView<float> dC,
        ArrayView<float> workspace, int parts, int terms, int blocks, int population, int states, int absolute)
    {
        int gate = Grid.GlobalIndex.X, gates = population * states;
        if (gate >= gates)
            return;
        float dkeep = 0, denter = 0, doutput = 0;
        for (int block = 0; block < blocks; block++)
        {
            long part = parts + (long)SumsOfAGate * block * gates + gate;
            dkeep += workspace[part];
            denter += workspace[part + gates];
            doutput += workspace[part + 2L * gates];
        }

        float step = delta[gate / states], dexponent = -(dkeep * workspace[gate]), input = B[gate], output = C[gate];
        workspace[terms + gate] = DeviceMath.MultiplyAdd(denter, Magnitude(input, absolute), dexponent * decay[gate % states]);
        workspace[terms + (long)gates + gate] = step * dexponent;
        dB[gate] += step * denter * Sign(input, absolute);
        dC[gate] += doutput * Sign(output, absolute);
    }

    /// <summary>The derivative of <see cref="Magnitude"/>, 0 where the magnitude has none.</summary>
    private static float Sign(float value, int absolute) => absolute == 0 || value > 0 ? 1 : value < 0 ? -1 : 0;
}
