using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>The affine layer <c>y = x W + b</c> for small matrices, such as the heads of the gate network.</summary>
/// <remarks>
/// Shapes: x [rows, inputs], W [inputs, outputs], b [outputs] or empty for none, y [rows, outputs], row major. Sums run over the
/// inputs in order. NaN and infinities propagate.
/// </remarks>
public static unsafe partial class Dense
{
    // What is laid out anew pays for itself when it is read so many times; more than so many floats would not stay in a near cache.
    private const int LeastRows = 4, MostWeights = 1024;

    // Sums that are made side by side: they share what they are made from, and hide each other's latency.
    private const int RowsTogether = 4;

    private static void Check(int rows, int inputs, int outputs, ReadOnlySpan<float> x, ReadOnlySpan<float> W)
    {
        Guard.AtLeast(rows, 0);
        Guard.AtLeast(inputs, 0);
        Guard.AtLeast(outputs, 0);
        Guard.Length(x, Guard.Product("x", "rows * inputs", rows, inputs), "rows * inputs");
        Guard.Length(W, Guard.Product("W", "inputs * outputs", inputs, outputs), "inputs * outputs");
    }

    private static void CheckBias(ReadOnlySpan<float> bias, int outputs, string name)
    {
        if (!bias.IsEmpty)
            Guard.Length(bias, outputs, "outputs, or empty for none", name);
    }

    /// <summary>Copies rows that are narrower than a register to rows of its width, zeros behind them.</summary>
    private static void Widen<TLanes>(float* source, int rows, int columns, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int row = 0; row < rows; row++)
            Lanes.Load<TLanes>(source + row * columns, columns).Store(destination + row * TLanes.Count);
    }

    /// <summary><c>y = x W + b</c>, several outputs to a register.</summary>
    /// <param name="rows">Of x and y.</param>
    /// <param name="inputs">Of a row.</param>
    /// <param name="outputs">Of a row.</param>
    /// <param name="x">[rows, inputs]</param>
    /// <param name="W">[inputs, width]</param>
    /// <param name="width">As many as there are outputs, or as a register has lanes.</param>
    /// <param name="b">[outputs], or null for none.</param>
    /// <param name="y">Destination (=), [rows, outputs].</param>
    [MethodImpl(LaneLoop.Options)]
    private static void Multiply<TLanes>(int rows, int inputs, int outputs, float* x, float* W, int width, float* b, float* y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int o = 0; o < outputs; o += TLanes.Count)
        {
            int remaining = outputs - o, row = 0;
            TLanes bias = b == null ? TLanes.Broadcast(0) : Lanes.Load<TLanes>(b + o, remaining);
            float* value = x, end, destination = y + o;
            for (; row + RowsTogether <= rows; row += RowsTogether)
            {
                TLanes sum0 = bias, sum1 = bias, sum2 = bias, sum3 = bias;
                end = value + inputs;
                for (float* place = W + o; value < end; value++, place += width)
                {
                    TLanes weight = Lanes.Load<TLanes>(place, width - o);
                    sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(*value), weight, sum0);
                    sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(value[inputs]), weight, sum1);
                    sum2 = TLanes.MultiplyAdd(TLanes.Broadcast(value[2 * inputs]), weight, sum2);
                    sum3 = TLanes.MultiplyAdd(TLanes.Broadcast(value[3 * inputs]), weight, sum3);
                }

                Lanes.Store(sum0, destination, remaining);
                Lanes.Store(sum1, destination + outputs, remaining);
                Lanes.Store(sum2, destination + 2 * outputs, remaining);
                Lanes.Store(sum3, destination + 3 * outputs, remaining);
                value += (RowsTogether - 1) * inputs;
                destination += RowsTogether * outputs;
            }

            for (; row < rows; row++, destination += outputs)
            {
                TLanes sum = bias;
                end = value + inputs;
                for (float* place = W + o; value < end; value++, place += width)
                    sum = TLanes.MultiplyAdd(TLanes.Broadcast(*value), Lanes.Load<TLanes>(place, width - o), sum);
                Lanes.Store(sum, destination, remaining);
            }
        }
    }
}
