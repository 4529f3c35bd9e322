using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class Dense
{
    /// <summary><c>y = x W + b</c></summary>
    /// <param name="rows">Rows, 0 or more.</param>
    /// <param name="inputs">Inputs of a row, 0 or more.</param>
    /// <param name="outputs">Outputs of a row, 0 or more.</param>
    /// <param name="x">Inputs, [rows, inputs].</param>
    /// <param name="W">Weights, [inputs, outputs].</param>
    /// <param name="b">Bias, [outputs]; empty for none.</param>
    /// <param name="y">Destination (=), [rows, outputs]; must not overlap an input.</param>
    /// <exception cref="ArgumentException">A size is negative or a span has the wrong length.</exception>
    public static void Forward(
        int rows, int inputs, int outputs, ReadOnlySpan<float> x, ReadOnlySpan<float> W, ReadOnlySpan<float> b, Span<float> y)
    {
        Check(rows, inputs, outputs, x, W);
        CheckBias(b, outputs, nameof(b));
        Guard.Length<float>(y, Guard.Product("y", "rows * outputs", rows, outputs), "rows * outputs");
        fixed (float* source = x, weights = W, bias = b, destination = y)
            WidestLanes.Run(new ForwardKernel(rows, inputs, outputs, source, weights, bias, destination));
    }

    private readonly struct ForwardKernel(
        int rows, int inputs, int outputs, float* x, float* W, float* b, float* y) : ILanesKernel
    {
        [SkipLocalsInit]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            // Narrow rows of weights are read for every row of x: they are widened to registers once.
            if (outputs < TLanes.Count && rows >= LeastRows && (long)inputs * TLanes.Count <= MostWeights)
            {
                float* widened = stackalloc float[MostWeights];
                Widen<TLanes>(W, inputs, outputs, widened);
                Run<TLanes>(widened, TLanes.Count);
            }
            else
            {
                Run<TLanes>(W, outputs);
            }
        }

        [MethodImpl(LaneLoop.Options)]
        private void Run<TLanes>(float* weights, int width)
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
                    for (float* place = weights + o; value < end; value++, place += width)
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
                    for (float* place = weights + o; value < end; value++, place += width)
                        sum = TLanes.MultiplyAdd(TLanes.Broadcast(*value), Lanes.Load<TLanes>(place, width - o), sum);
                    Lanes.Store(sum, destination, remaining);
                }
            }
        }
    }
}
