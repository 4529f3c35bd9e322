using ILGPU;

namespace L2E.Kernels.Operators;

/// <content>
/// A long sequence of few channels in chunks that work items walk through at the same time: what each chunk makes of the state 0 and
/// how much of a state it keeps, then the state before each chunk, then <see cref="Forward"/> from these states.
/// </content>
public static partial class SelectiveScanKernels
{
    /// <summary>Of each chunk the state that it ends with when it begins with 0, and the sum of its steps.</summary>
    /// <remarks>Grid: x has a work item for each of the layout's widths of a group's channels begun, y a group for each chunk.</remarks>
    /// <typeparam name="TLayout">How channels are dealt out.</typeparam>
    /// <param name="u">The sequence, [batch, length, channels].</param>
    /// <param name="delta">Step sizes before bias and softplus, [batch, length, channels].</param>
    /// <param name="A">State matrix, [channels, states].</param>
    /// <param name="B">Input gates, [batch, length, groups, states].</param>
    /// <param name="deltaBias">Added to delta, [channels]; optional.</param>
    /// <param name="workspace">
    /// Destination (=): the states, [batch, chunks, channels, states], and at <paramref name="stepSums"/> the sums,
    /// [batch, chunks, channels].
    /// </param>
    /// <param name="stepSums">Where the sums begin.</param>
    /// <param name="length">Steps.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="states">States of a channel.</param>
    /// <param name="groups">Groups of channels that share B.</param>
    /// <param name="softplus">1 where the step is the softplus of delta and bias, else 0.</param>
    /// <param name="reverse">1 where time runs backwards, else 0.</param>
    /// <param name="chunk">Steps of a chunk.</param>
    public static void ChunkStates<TLayout>(
        ArrayView<float> u, ArrayView<float> delta, ArrayView<float> A, ArrayView<float> B, ArrayView<float> deltaBias,
        ArrayView<float> workspace, int stepSums, int length, int channels, int states, int groups, int softplus, int reverse, int chunk)
        where TLayout : struct, IWorkLayout
    {
        int perGroup = channels / groups, blocks = (perGroup + TLayout.Width - 1) / TLayout.Width, group = Grid.GlobalIndex.X / blocks;
        if (group >= groups)
            return;
        int chunks = CountChunks(length, chunk), sequence = Grid.IdxY, offset = Grid.GlobalIndex.X % blocks * TLayout.Width;
        Channels at = new()
        {
            Batch = sequence / chunks,
            Group = group,
            First = group * perGroup + offset,
            Width = perGroup - offset < TLayout.Width ? perGroup - offset : TLayout.Width,
            Length = length,
            Count = channels,
            Groups = groups,
            States = states,
            Reverse = reverse,
        };
        int start = sequence % chunks * chunk, end = length - start < chunk ? length : start + chunk;
        ArrayView<float> h = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> decay = LocalMemory.Allocate1D<float>(StateBlock * TLayout.Width);
        ArrayView<float> step = LocalMemory.Allocate1D<float>(TLayout.Width), input = LocalMemory.Allocate1D<float>(TLayout.Width);
        ArrayView<float> sum = LocalMemory.Allocate1D<float>(TLayout.Width);
        for (int k = 0; k < TLayout.Width; k++)
            step[k] = input[k] = 0;
        for (int firstState = 0; firstState < states; firstState += StateBlock)
        {
            int there = states - firstState < StateBlock ? states - firstState : StateBlock;
            int count = TLayout.Width == 1 ? StateBlock : there;
            for (int n = 0; n < count; n++)
            {
                for (int k = 0; k < TLayout.Width; k++)
                {
                    h[n * TLayout.Width + k] = 0;
                    decay[n * TLayout.Width + k] =
                        k < at.Width && n < there ? A[(long)(at.First + k) * states + firstState + n] * VectorMath.Log2OfE : 0;
                }
            }

            for (int k = 0; k < TLayout.Width; k++)
                sum[k] = 0;
            for (int t = start; t < end; t++)
            {
                long element = at.Element(t), firstGate = at.Gate(t) + firstState;
                for (int k = 0; k < at.Width; k++)
                {
                    step[k] = delta[element + k] + (deltaBias.Length == 0 ? 0 : deltaBias[at.First + k]);
                    input[k] = u[element + k];
                }

                for (int k = 0; k < TLayout.Width; k++)
                {
                    step[k] = softplus != 0 ? Softplus(step[k]) : step[k];
                    input[k] *= step[k];
                    sum[k] += step[k];
                }

                for (int n = 0; n < count; n++)
                {
                    float inputGate = n < there ? B[firstGate + n] : 0;
                    for (int k = 0; k < TLayout.Width; k++)
                    {
                        int i = n * TLayout.Width + k;
                        h[i] = DeviceMath.MultiplyAdd(PowerOfTwo(step[k] * decay[i]), h[i], input[k] * inputGate);
                    }
                }
            }

            for (int k = 0; k < at.Width; k++)
            {
                long channel = (long)sequence * channels + at.First + k;
                workspace[stepSums + channel] = sum[k];
                for (int n = 0; n < there; n++)
                    workspace[channel * states + firstState + n] = h[n * TLayout.Width + k];
            }
        }
    }

    /// <summary>The state before each chunk in the place of that which it ends with, and the last state.</summary>
    /// <remarks>Grid: x has a work item for each state of each channel, y a group for each sequence.</remarks>
    /// <param name="A">State matrix, [channels, states].</param>
    /// <param name="initialState">State before the first step, [batch, channels, states]; optional.</param>
    /// <param name="workspace">What <see cref="ChunkStates"/> wrote; destination (=) of the states before chunks.</param>
    /// <param name="lastState">Destination (=), [batch, channels, states]; optional; may be the initial state.</param>
    /// <param name="stepSums">Where the sums begin.</param>
    /// <param name="stateCount">channels * states.</param>
    /// <param name="states">States of a channel.</param>
    /// <param name="chunks">Chunks of a sequence.</param>
    public static void Carry(
        ArrayView<float> A, ArrayView<float> initialState, ArrayView<float> workspace, ArrayView<float> lastState, int stepSums,
        int stateCount, int states, int chunks)
    {
        int i = Grid.GlobalIndex.X, batch = Grid.IdxY;
        if (i >= stateCount)
            return;
        float decay = A[i], h = initialState.Length == 0 ? 0 : initialState[(long)batch * stateCount + i];
        for (int c = 0; c < chunks; c++)
        {
            long row = (long)batch * chunks + c, state = row * stateCount + i;
            float added = workspace[state], kept = Decay(decay * workspace[stepSums + row * (stateCount / states) + i / states]);
            workspace[state] = h;
            h = DeviceMath.MultiplyAdd(kept, h, added);
        }

        if (lastState.Length != 0)
            lastState[(long)batch * stateCount + i] = h;
    }
}
