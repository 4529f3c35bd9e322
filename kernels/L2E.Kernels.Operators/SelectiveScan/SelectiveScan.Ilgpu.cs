using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>
/// The selective scan on a device: a work item for each channel of each sequence walks through time with the states of the channel in
/// registers. Formulas and shapes are those of the scan on the CPU.
/// </summary>
public static partial class SelectiveScanKernels
{
    /// <summary>Channels of a work item of <see cref="ForwardWide"/>.</summary>
    private const int Width = 32;

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
    /// Grid: x has a work item for each channel, y a group for each chunk of each sequence. An optional tensor is absent when its length
    /// is 0. With more chunks than one a last state is that of each chunk too.
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
    /// <param name="chunk">Steps of a chunk, each of which has an initial state of its own; the length for one chunk.</param>
    public static void Forward<TStates>(
        ArrayView<float> u, ArrayView<float> delta, ArrayView<float> A, ArrayView<float> B, ArrayView<float> C, ArrayView<float> D,
        ArrayView<float> z, ArrayView<float> deltaBias, ArrayView<float> initialState, ArrayView<float> y, ArrayView<float> lastState,
        int length, int channels, int states, int groups, int softplus, int reverse, int chunk)
        where TStates : struct, IStateCount
    {
        int chunks = CountChunks(length, chunk), sequence = Grid.IdxY, batch = sequence / chunks, channel = Grid.GlobalIndex.X;
        if (channel >= channels)
            return;
        int group = channel / (channels / groups);
        long stateRow = ((long)sequence * channels + channel) * states;
        float bias = deltaBias.Length == 0 ? 0 : deltaBias[channel], skip = D.Length == 0 ? 0 : D[channel];
        ArrayView<float> h = LocalMemory.Allocate1D<float>(TStates.Capacity), decay = LocalMemory.Allocate1D<float>(TStates.Capacity);
        for (int n = 0; n < TStates.Of(states); n++)
        {
            h[n] = initialState.Length != 0 ? initialState[stateRow + n] : 0;
            decay[n] = A[(long)channel * states + n] * VectorMath.Log2OfE;
        }

        int start = sequence % chunks * chunk, end = length - start < chunk ? length : start + chunk;
        for (int t = start; t < end; t++)
        {
            long row = (long)batch * length + (reverse != 0 ? length - 1 - t : t), element = row * channels + channel;
            long gates = (row * groups + group) * states;
            float given = delta[element] + bias, step = softplus != 0 ? Softplus(given) : given;
            float value = u[element], input = step * value, sum = 0;
            for (int n = 0; n < TStates.Of(states); n++)
            {
                float keep = PowerOfTwo(step * decay[n]);
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

    /// <summary>
    /// The same for a device that is a processor: a work item walks through time with 32 channels, which fill its registers.
    /// </summary>
    /// <remarks>
    /// Grid: x has a work item for each 32 channels of a group begun, the groups one after the other; y a group for each chunk
    /// of each sequence.
    /// The loops over channels are innermost and touch nothing but the work item's own memory, so that compilers for processors make
    /// vectors of them; they make none of work items that walk through time.
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
    /// <param name="chunk">Steps of a chunk, each of which has an initial state of its own; the length for one chunk.</param>
    public static void ForwardWide<TStates>(
        ArrayView<float> u, ArrayView<float> delta, ArrayView<float> A, ArrayView<float> B, ArrayView<float> C, ArrayView<float> D,
        ArrayView<float> z, ArrayView<float> deltaBias, ArrayView<float> initialState, ArrayView<float> y, ArrayView<float> lastState,
        int length, int channels, int states, int groups, int softplus, int reverse, int chunk)
        where TStates : struct, IStateCount
    {
        int perGroup = channels / groups, blocks = (perGroup + Width - 1) / Width;
        int chunks = CountChunks(length, chunk), sequence = Grid.IdxY, batch = sequence / chunks;
        int group = Grid.GlobalIndex.X / blocks, offset = Grid.GlobalIndex.X % blocks * Width;
        if (group >= groups)
            return;
        int first = group * perGroup + offset, width = perGroup - offset < Width ? perGroup - offset : Width;
        int count = TStates.Of(states);
        ArrayView<float> h = LocalMemory.Allocate1D<float>(TStates.Capacity * Width);
        ArrayView<float> decay = LocalMemory.Allocate1D<float>(TStates.Capacity * Width);
        ArrayView<float> step = LocalMemory.Allocate1D<float>(Width), input = LocalMemory.Allocate1D<float>(Width);
        ArrayView<float> value = LocalMemory.Allocate1D<float>(Width), sum = LocalMemory.Allocate1D<float>(Width);
        for (int n = 0; n < count; n++)
        {
            for (int k = 0; k < Width; k++)
            {
                // Lanes beyond the last channel compute with zeros.
                bool isThere = k < width;
                long state = ((long)sequence * channels + first + k) * states + n;
                h[n * Width + k] = isThere && initialState.Length != 0 ? initialState[state] : 0;
                decay[n * Width + k] = isThere ? A[(long)(first + k) * states + n] * VectorMath.Log2OfE : 0;
            }
        }

        for (int k = 0; k < Width; k++)
            step[k] = value[k] = 0;
        int start = sequence % chunks * chunk, end = length - start < chunk ? length : start + chunk;
        for (int t = start; t < end; t++)
        {
            long row = (long)batch * length + (reverse != 0 ? length - 1 - t : t), element = row * channels + first;
            long gates = (row * groups + group) * states;
            for (int k = 0; k < width; k++)
            {
                step[k] = delta[element + k];
                value[k] = u[element + k];
            }

            for (int k = 0; deltaBias.Length != 0 && k < width; k++)
                step[k] += deltaBias[first + k];
            for (int k = 0; softplus != 0 && k < Width; k++)
                step[k] = Softplus(step[k]);
            for (int k = 0; k < Width; k++)
            {
                input[k] = step[k] * value[k];
                sum[k] = 0;
            }

            for (int n = 0; n < count; n++)
            {
                float inputGate = B[gates + n], outputGate = C[gates + n];
                for (int k = 0; k < Width; k++)
                {
                    float keep = PowerOfTwo(step[k] * decay[n * Width + k]);
                    float next = DeviceMath.MultiplyAdd(keep, h[n * Width + k], input[k] * inputGate);
                    h[n * Width + k] = next;
                    sum[k] = DeviceMath.MultiplyAdd(outputGate, next, sum[k]);
                }
            }

            for (int k = 0; D.Length != 0 && k < width; k++)
                sum[k] = DeviceMath.MultiplyAdd(D[first + k], value[k], sum[k]);
            for (int k = 0; z.Length != 0 && k < width; k++)
                sum[k] *= VectorMath.Silu(new ScalarLane(z[element + k])).Value;
            for (int k = 0; k < width; k++)
                y[element + k] = sum[k];
        }

        for (int n = 0; lastState.Length != 0 && n < count; n++)
        {
            for (int k = 0; k < width; k++)
                lastState[((long)sequence * channels + first + k) * states + n] = h[n * Width + k];
        }
    }

    /// <summary>Chunks of a sequence; one of no steps has one.</summary>
    private static int CountChunks(int length, int chunk) => length <= chunk ? 1 : (length + chunk - 1) / chunk;

    /// <summary>
    /// <c>e^x</c> for a decay. Below -87, where it has long been nothing beside a state of size 1, it stays the smallest normal number:
    /// one product then scales by the power of two.
    /// </summary>
    internal static float Decay(float x)
    {
        // Adding 1.5 * 2^23 rounds to an integer that stands in the low bits of the sum; 128 becomes the power infinity.
        const float IntegerShift = 12582912f;
        float bounded = x < -87 ? -87 : x > 89 ? 89 : x;
        float shifted = DeviceMath.MultiplyAdd(bounded, VectorMath.Log2OfE, IntegerShift), exponent = shifted - IntegerShift;
        float r = DeviceMath.MultiplyAdd(exponent, -VectorMath.Ln2High, bounded);
        r = DeviceMath.MultiplyAdd(exponent, -VectorMath.Ln2Low, r);
        float significand = VectorMath.ExpPolynomial(new ScalarLane(r)).Value;
        return significand * Interop.IntAsFloat((Interop.FloatAsInt(shifted) + 127) << 23);
    }

    /// <summary>
    /// <c>2^x</c> for a decay, with fewer operations than <see cref="Decay"/>: they are what the time of a scan goes into. Below -125,
    /// where it has long been nothing beside a state of size 1, it stays there; from 127.5 on it is infinite. NaN stays NaN.
    /// </summary>
    internal static float PowerOfTwo(float x)
    {
        // Adding 1.5 * 2^23 rounds to an integer that stands in the low bits of the sum, here with a float's 127 of the exponent; 128 becomes
        // the power infinity.
        const float IntegerShift = 12582912f + 127;
        float bounded = x < -125 ? -125 : x > 128 ? 128 : x;
        float shifted = bounded + IntegerShift, r = bounded - (shifted - IntegerShift);
        // Minimax of the relative error on [-1/2, 1/2] with value 1 at 0: 9.2e-8.
        float p = DeviceMath.MultiplyAdd(1.32647352e-3f, r, 9.67151753e-3f);
        p = DeviceMath.MultiplyAdd(p, r, 5.55073377e-2f);
        p = DeviceMath.MultiplyAdd(p, r, 2.40222420e-1f);
        p = DeviceMath.MultiplyAdd(p, r, 6.93146978e-1f);
        p = DeviceMath.MultiplyAdd(p, r, 1);
        // A product, as a sum of bits would make a number of a NaN.
        return p * Interop.IntAsFloat(Interop.FloatAsInt(shifted) << 23);
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
