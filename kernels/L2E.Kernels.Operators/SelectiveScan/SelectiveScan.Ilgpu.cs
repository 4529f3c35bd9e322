using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>
/// The selective scan on a device: a work item for each channel of each sequence walks through time with the states of the channel in
/// registers. Formulas and shapes are those of the scan on the CPU.
/// </summary>
public static class SelectiveScanKernels
{
    /// <summary>How many states a channel has: a constant, which the compiler unrolls loops by, or any number.</summary>
    public interface IStateCount
    {
        /// <summary>The states that a work item has room for.</summary>
        static abstract int Capacity { get; }

        /// <summary>The states of a channel.</summary>
        /// <param name="states">The number that the kernel was given.</param>
        static abstract int Of(int states);
    }

    /// <summary><c>y_t = sum_n C_tn h_tn</c> with skip and output gate, and the last state.</summary>
    /// <remarks>
    /// Grid: x has a work item for each channel, y a group for each sequence. An optional tensor is absent when its length is 0.
    /// </remarks>
    /// <typeparam name="TStates">The number of states.</typeparam>
    /// <param name="u">The sequence, [batch, length, channels].</param>
    /// <param name="delta">Step sizes before bias and softplus, [batch, length, channels].</param>
    /// <param name="A">State matrix, [channels, states].</param>
    /// <param name="B">Input gates, [batch, length, groups, states].</param>
    /// <param name="C">Output gates, [batch, length, groups, states].</param>
    /// <param name="D">Skip weights, [channels]; optional.</param>
    /// <param name="z">Argument of the output gate, [batch, length, channels]; optional.</param>
    /// <param name="deltaBias">Added to delta, [channels]; optional.</param>
    /// <param name="initialState">State before the first step, [batch, channels, states]; optional.</param>
    /// <param name="y">Destination (=), [batch, length, channels]; may be u, delta or z.</param>
    /// <param name="lastState">Destination (=), [batch, channels, states]; optional; may be the initial state.</param>
    /// <param name="length">Steps.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="states">States of a channel.</param>
    /// <param name="groups">Groups of channels that share B and C.</param>
    /// <param name="softplus">1 where the step is the softplus of delta and bias, else 0.</param>
    /// <param name="reverse">1 where time runs backwards, else 0.</param>
    public static void Forward<TStates>(
        ArrayView<float> u, ArrayView<float> delta, ArrayView<float> A, ArrayView<float> B, ArrayView<float> C, ArrayView<float> D,
        ArrayView<float> z, ArrayView<float> deltaBias, ArrayView<float> initialState, ArrayView<float> y, ArrayView<float> lastState,
        int length, int channels, int states, int groups, int softplus, int reverse)
        where TStates : struct, IStateCount
    {
        int batch = Grid.IdxY, channel = Grid.GlobalIndex.X;
        if (channel >= channels)
            return;
        int group = channel / (channels / groups);
        long stateRow = ((long)batch * channels + channel) * states;
        float bias = deltaBias.Length == 0 ? 0 : deltaBias[channel], skip = D.Length == 0 ? 0 : D[channel];
        ArrayView<float> h = LocalMemory.Allocate1D<float>(TStates.Capacity), decay = LocalMemory.Allocate1D<float>(TStates.Capacity);
        for (int n = 0; n < TStates.Of(states); n++)
        {
            h[n] = initialState.Length != 0 ? initialState[stateRow + n] : 0;
            decay[n] = A[(long)channel * states + n];
        }

        for (int t = 0; t < length; t++)
        {
            long row = (long)batch * length + (reverse != 0 ? length - 1 - t : t), element = row * channels + channel;
            long gates = (row * groups + group) * states;
            float given = delta[element] + bias, step = softplus != 0 ? Softplus(given) : given;
            float value = u[element], input = step * value, sum = 0;
            for (int n = 0; n < TStates.Of(states); n++)
            {
                float keep = VectorMath.Exp(new ScalarLane(step * decay[n])).Value;
                h[n] = DeviceMath.MultiplyAdd(keep, h[n], input * B[gates + n]);
                sum = DeviceMath.MultiplyAdd(C[gates + n], h[n], sum);
            }

            if (D.Length != 0)
                sum = DeviceMath.MultiplyAdd(skip, value, sum);
            y[element] = z.Length == 0 ? sum : sum * VectorMath.Silu(new ScalarLane(z[element])).Value;
        }

        if (lastState.Length == 0)
            return;
        for (int n = 0; n < TStates.Of(states); n++)
            lastState[stateRow + n] = h[n];
    }

    private static float Softplus(float x) => VectorMath.Softplus(new ScalarLane(x)).Value;

    /// <summary>16 states, in registers.</summary>
    public readonly struct Sixteen : IStateCount
    {
        /// <inheritdoc/>
        public static int Capacity => 16;

        /// <inheritdoc/>
        public static int Of(int states) => Capacity;
    }

    /// <summary>Any number of states that a scan may have.</summary>
    public readonly struct Any : IStateCount
    {
        /// <inheritdoc/>
        public static int Capacity => 256;

        /// <inheritdoc/>
        public static int Of(int states) => states;
    }
}
