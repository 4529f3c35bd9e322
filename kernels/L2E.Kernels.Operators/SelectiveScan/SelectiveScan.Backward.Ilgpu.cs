using ILGPU;

namespace L2E.Kernels.Operators;

public static partial class SelectiveScanKernels
{
    // States that are walked at a time, those of other blocks afterwards, and steps whose states a work item keeps.
    private const int StateBlock = 16, BackwardChunk = 8;

    // A row of shared memory: both gates of a block of states, and one more so that rows begin in different banks.
    private const int GatePitch = 2 * StateBlock + 1;

    /// <summary>
    /// Gradients of <c>sum(y dy) + sum(last_state dlast_state)</c>; <c>SelectiveScan.md</c> derives them. The states before every chunk
    /// of steps are kept in memory, those of a chunk are computed again.
    /// </summary>
    /// <remarks>
    /// Grid: x has a group for each block of a group's channels, the groups of channels one after the other; y a group for each
    /// sequence. Sums over the channels of a block run through the lanes of a work item by halving, then through the work items in order;
    /// sums over blocks and over the batch are left to <see cref="SumKernels.Strided"/>. An optional tensor is absent when its length is 0.
    /// </remarks>
    /// <typeparam name="TLayout">How channels are dealt out.</typeparam>
    /// <param name="u">The sequence, [batch, length, channels].</param>
    /// <param name="delta">Step sizes before bias and softplus, [batch, length, channels].</param>
    /// <param name="A">State matrix, [channels, states].</param>
    /// <param name="B">Input gates, [batch, length, groups, states].</param>
    /// <param name="C">Output gates, [batch, length, groups, states].</param>
    /// <param name="D">Skip weights, [channels]; optional.</param>
    /// <param name="z">Argument of the output gate, [batch, length, channels]; optional.</param>
    /// <param name="deltaBias">Added to delta, [channels]; optional.</param>
    /// <param name="initialState">State before the first step, [batch, channels, states]; optional.</param>
    /// <param name="dy">Cotangent of y, [batch, length, channels].</param>
    /// <param name="dlastState">Cotangent of the last state, [batch, channels, states]; optional.</param>
    /// <param name="du">Destination (=), [batch, length, channels].</param>
    /// <param name="ddelta">Destination (=), [batch, length, channels].</param>
    /// <param name="dz">Destination (=), [batch, length, channels]; absent with z.</param>
    /// <param name="dinitialState">Destination (=), [batch, channels, states]; optional.</param>
    /// <param name="workspace">
    /// Scratch: states before each chunk, [batch, chunks, 16, channels]; at <paramref name="gateParts"/> the parts of dB and dC that the
    /// blocks of a group have, [blocks, 2, batch, length, groups, states]; at <paramref name="channelParts"/> those of dA, dD and
    /// ddeltaBias that the sequences have, [batch, channels * (states + 2)].
    /// </param>
    /// <param name="gateParts">Where the parts of dB and dC begin.</param>
    /// <param name="channelParts">Where the parts of dA, dD and ddeltaBias begin.</param>
    /// <param name="length">Steps.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="states">States of a channel.</param>
    /// <param name="groups">Groups of channels that share B and C.</param>
    /// <param name="softplus">1 where the step is the softplus of delta and bias, else 0.</param>
    /// <param name="reverse">1 where time runs backwards, else 0.</param>
    public static void Backward<TLayout>(
        ArrayView<float> u, ArrayView<float> delta, ArrayView<float> A, ArrayView<float> B, ArrayView<float> C, ArrayView<float> D,
        ArrayView<float> z, ArrayView<float> deltaBias, ArrayView<float> initialState, ArrayView<float> dy, ArrayView<float> dlastState,
        ArrayView<float> du, ArrayView<float> ddelta, ArrayView<float> dz, ArrayView<float> dinitialState, ArrayView<float> workspace,
        int gateParts, int channelParts, int length, int channels, int states, int groups, int softplus, int reverse)
        where TLayout : struct, IWorkLayout
    {
        int perGroup = channels / groups, span = TLayout.Width * TLayout.GroupSize, blocks = (perGroup + span - 1) / span;
        int group = Grid.IdxX / blocks, block = Grid.IdxX % blocks, offset = block * span + Group.IdxX * TLayout.Width;
        int remaining = perGroup - offset;
        Channels at = new()
        {
            Batch = Grid.IdxY,
            Group = group,
            First = group * perGroup + offset,
            // Lanes and work items beyond the last channel compute with zeros: all of a group meet at its barriers.
            Width = remaining < 0 ? 0 : remaining < TLayout.Width ? remaining : TLayout.Width,
            Length = length,
            Count = channels,
            Groups = groups,
            States = states,
            Reverse = reverse,
        };
        int chunks = (length + BackwardChunk - 1) / BackwardChunk, gateCount = Grid.DimY * length * groups * states;
        int channelRow = channelParts + at.Batch * channels * (states + 2);
        ArrayView<float> h = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> decay = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> carry = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> dA = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> before = LocalMemory.Allocate1D<float>((BackwardChunk + 1) * StateBlock * TLayout.Width);
        ArrayView<float> keep = LocalMemory.Allocate1D<float>(BackwardChunk * StateBlock * TLayout.Width);
        ArrayView<float> given = LocalMemory.Allocate1D<float>(BackwardChunk * TLayout.Width);
        ArrayView<float> step = LocalMemory.Allocate1D<float>(BackwardChunk * TLayout.Width);
        ArrayView<float> value = LocalMemory.Allocate1D<float>(BackwardChunk * TLayout.Width);
        ArrayView<float> cotangent = LocalMemory.Allocate1D<float>(TLayout.Width), gate = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> output = LocalMemory.Allocate1D<float>(TLayout.Width), dstep = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> dinput = LocalMemory.Allocate1D<float>(TLayout.Width), dB = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> dC = LocalMemory.Allocate1D<float>(TLayout.Width), dD = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> dbias = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> gates = SharedMemory.Allocate1D<float>(TLayout.GroupSize * GatePitch);
        for (int k = 0; k < TLayout.Width; k++)
            dD[k] = dbias[k] = step[k] = value[k] = gate[k] = cotangent[k] = given[k] = 0;
        for (int firstState = 0; firstState < states; firstState += StateBlock)
        {
            int there = states - firstState < StateBlock ? states - firstState : StateBlock;
            // A constant number of states stays in registers where a work item has one channel; those beyond the last are zeros.
            int count = TLayout.Width == 1 ? StateBlock : there;
            bool isFirst = firstState == 0, isLast = firstState + StateBlock >= states;
            for (int n = 0; n < count; n++)
            {
                for (int k = 0; k < TLayout.Width; k++)
                {
                    int i = n * TLayout.Width + k;
                    bool isThere = k < at.Width && n < there;
                    long state = at.State(k) + firstState + n;
                    h[i] = isThere && initialState.Length != 0 ? initialState[state] : 0;
                    carry[i] = isThere && dlastState.Length != 0 ? dlastState[state] : 0;
                    decay[i] = isThere ? A[(long)(at.First + k) * states + firstState + n] : 0;
                    dA[i] = 0;
                }
            }

            // Forward through all chunks, and back from the last, whose states are then there already.
            for (int visit = 0; visit < 2 * chunks; visit++)
            {
                bool isBack = visit >= chunks;
                int chunk = isBack ? 2 * chunks - 1 - visit : visit, firstStep = chunk * BackwardChunk;
                int steps = length - firstStep < BackwardChunk ? length - firstStep : BackwardChunk;
                for (int n = 0; n < count && visit != chunks; n++)
                {
                    for (int k = 0; k < at.Width; k++)
                    {
                        long saved = (((long)at.Batch * chunks + chunk) * StateBlock + n) * channels + at.First + k;
                        if (isBack)
                            h[n * TLayout.Width + k] = workspace[saved];
                        else
                            workspace[saved] = h[n * TLayout.Width + k];
                    }
                }

                for (int s = 0; s < steps && visit != chunks; s++)
                {
                    long element = at.Element(firstStep + s), firstGate = at.Gate(firstStep + s) + firstState;
                    for (int k = 0; k < at.Width; k++)
                    {
                        given[s * TLayout.Width + k] = delta[element + k] + (deltaBias.Length == 0 ? 0 : deltaBias[at.First + k]);
                        value[s * TLayout.Width + k] = u[element + k];
                    }

                    for (int k = at.Width; k < TLayout.Width; k++)
                        given[s * TLayout.Width + k] = value[s * TLayout.Width + k] = 0;
                    for (int k = 0; k < TLayout.Width; k++)
                    {
                        float x = given[s * TLayout.Width + k];
                        step[s * TLayout.Width + k] = softplus != 0 ? Softplus(x) : x;
                    }

                    for (int n = 0; n < count; n++)
                    {
                        float inputGate = n < there ? B[firstGate + n] : 0;
                        for (int k = 0; k < TLayout.Width; k++)
                        {
                            int i = n * TLayout.Width + k, here = s * StateBlock * TLayout.Width + i, lane = s * TLayout.Width + k;
                            float kept = Decay(step[lane] * decay[i]);
                            before[here] = h[i];
                            keep[here] = kept;
                            h[i] = DeviceMath.MultiplyAdd(kept, h[i], step[lane] * value[lane] * inputGate);
                        }
                    }
                }

                if (!isBack)
                    continue;
                for (int i = 0; i < count * TLayout.Width; i++)
                    before[steps * StateBlock * TLayout.Width + i] = h[i];
                for (int s = steps - 1; s >= 0; s--)
                {
                    long element = at.Element(firstStep + s), firstGate = at.Gate(firstStep + s) + firstState;
                    for (int k = 0; k < at.Width; k++)
                    {
                        cotangent[k] = dy[element + k];
                        gate[k] = z.Length == 0 ? 0 : z[element + k];
                    }

                    for (int k = 0; k < TLayout.Width; k++)
                    {
                        if (z.Length != 0)
                            cotangent[k] *= VectorMath.Silu(new ScalarLane(gate[k])).Value;
                        output[k] = dinput[k] = dstep[k] = 0;
                    }

                    for (int n = 0; n < count; n++)
                    {
                        float inputGate = n < there ? B[firstGate + n] : 0, outputGate = n < there ? C[firstGate + n] : 0;
                        for (int k = 0; k < TLayout.Width; k++)
                        {
                            int i = n * TLayout.Width + k, here = s * StateBlock * TLayout.Width + i, lane = s * TLayout.Width + k;
                            float after = before[here + StateBlock * TLayout.Width];
                            float dstate = DeviceMath.MultiplyAdd(outputGate, cotangent[k], carry[i]);
                            float dpast = dstate * keep[here], dexponent = dpast * before[here];
                            output[k] = DeviceMath.MultiplyAdd(outputGate, after, output[k]);
                            dinput[k] = DeviceMath.MultiplyAdd(inputGate, dstate, dinput[k]);
                            dstep[k] = DeviceMath.MultiplyAdd(dexponent, decay[i], dstep[k]);
                            dA[i] = DeviceMath.MultiplyAdd(dexponent, step[lane], dA[i]);
                            carry[i] = dpast;
                            dB[k] = dstate * (step[lane] * value[lane]);
                            dC[k] = cotangent[k] * after;
                        }

                        gates[Group.IdxX * GatePitch + n] = GroupSums.OfLanes<TLayout>(dB);
                        gates[Group.IdxX * GatePitch + StateBlock + n] = GroupSums.OfLanes<TLayout>(dC);
                    }

                    GroupSums.Meet<TLayout>();
                    for (int column = Group.IdxX; column < 2 * StateBlock; column += TLayout.GroupSize)
                    {
                        int which = column / StateBlock, n = column % StateBlock;
                        float sum = GroupSums.OfColumn<TLayout>(gates, GatePitch, column);
                        if (n < there)
                            workspace[gateParts + (2L * block + which) * gateCount + firstGate + n] = sum;
                    }

                    GroupSums.Meet<TLayout>();
                    // What all states add to stands in the destinations until the last of them have.
                    for (int k = 0; k < TLayout.Width; k++)
                    {
                        int lane = s * TLayout.Width + k;
                        dstep[k] = DeviceMath.MultiplyAdd(value[lane], dinput[k], dstep[k]);
                        dinput[k] *= step[lane];
                    }

                    for (int k = 0; k < at.Width; k++)
                    {
                        float skip = isFirst && D.Length != 0 ? D[at.First + k] : 0;
                        dstep[k] += isFirst ? 0 : ddelta[element + k];
                        dinput[k] = isFirst ? DeviceMath.MultiplyAdd(skip, cotangent[k], dinput[k]) : dinput[k] + du[element + k];
                        output[k] = isFirst || z.Length == 0
                            ? DeviceMath.MultiplyAdd(skip, value[s * TLayout.Width + k], output[k])
                            : output[k] + dz[element + k];
                    }

                    for (int k = 0; k < TLayout.Width && isLast; k++)
                    {
                        int lane = s * TLayout.Width + k;
                        if (softplus != 0)
                            dstep[k] *= VectorMath.Sigmoid(new ScalarLane(given[lane])).Value;
                        dbias[k] += dstep[k];
                        dD[k] = DeviceMath.MultiplyAdd(cotangent[k], value[lane], dD[k]);
                        output[k] *= VectorMath.SiluDerivative(new ScalarLane(gate[k])).Value;
                    }

                    for (int k = 0; k < at.Width; k++)
                    {
                        ddelta[element + k] = dstep[k];
                        du[element + k] = dinput[k];
                        if (z.Length != 0)
                            dz[element + k] = isLast ? output[k] * dy[element + k] : output[k];
                    }
                }
            }

            for (int n = 0; n < there; n++)
            {
                for (int k = 0; k < at.Width; k++)
                {
                    workspace[channelRow + (long)(at.First + k) * states + firstState + n] = dA[n * TLayout.Width + k];
                    if (dinitialState.Length != 0)
                        dinitialState[at.State(k) + firstState + n] = carry[n * TLayout.Width + k];
                }
            }
        }

        for (int k = 0; k < at.Width; k++)
        {
            workspace[channelRow + (long)channels * states + at.First + k] = dD[k];
            workspace[channelRow + (long)channels * (states + 1) + at.First + k] = dbias[k];
        }
    }

    /// <summary>The channels of a work item, and where what belongs to them begins.</summary>
    private struct Channels
    {
        public int Batch, Group, First, Width, Length, Count, Groups, States, Reverse;

        /// <summary>The first of its channels at a step.</summary>
        public readonly long Element(int step) => Row(step) * Count + First;

        /// <summary>The first gate of a step.</summary>
        public readonly long Gate(int step) => (Row(step) * Groups + Group) * States;

        /// <summary>The first state of a channel.</summary>
        public readonly long State(int channel) => ((long)Batch * Count + First + channel) * States;

        private readonly long Row(int step) => (long)Batch * Length + (Reverse != 0 ? Length - 1 - step : step);
    }
}
