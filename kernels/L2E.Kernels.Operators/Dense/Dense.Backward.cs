using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class Dense
{
    /// <summary>
    /// Gradients of <c>sum(y dy)</c>: <c>dx = dy W^T</c>, <c>dW += x^T dy</c>, <c>db += sum over rows of dy</c>.
    /// </summary>
    /// <param name="rows">Rows, 0 or more.</param>
    /// <param name="inputs">Inputs of a row, 0 or more.</param>
    /// <param name="outputs">Outputs of a row, 0 or more.</param>
    /// <param name="x">Inputs, [rows, inputs].</param>
    /// <param name="W">Weights, [inputs, outputs].</param>
    /// <param name="dy">Cotangent of y, [rows, outputs].</param>
    /// <param name="dx">Destination (=), [rows, inputs]; empty when not wanted.</param>
    /// <param name="dW">Accumulated (+=), [inputs, outputs].</param>
    /// <param name="db">Accumulated (+=), [outputs]; empty for none. No destination may overlap an input or another destination.</param>
    /// <exception cref="ArgumentException">A size is negative or a span has the wrong length.</exception>
    public static void Backward(
        int rows, int inputs, int outputs, ReadOnlySpan<float> x, ReadOnlySpan<float> W, ReadOnlySpan<float> dy, Span<float> dx,
        Span<float> dW, Span<float> db)
    {
        Check(rows, inputs, outputs, x, W);
        Guard.Length(dy, Guard.Product("dy", "rows * outputs", rows, outputs), "rows * outputs");
        if (!dx.IsEmpty)
            Guard.Length<float>(dx, x.Length, "rows * inputs, or empty when not wanted");
        Guard.Length<float>(dW, W.Length, "inputs * outputs");
        CheckBias(db, outputs, nameof(db));
        fixed (float* source = x, weights = W, cotangent = dy, dsource = dx, dweights = dW, dbias = db)
            WidestLanes.Run(new BackwardKernel(rows, inputs, outputs, source, weights, cotangent, dsource, dweights, dbias));
    }

    private readonly struct BackwardKernel(
        int rows, int inputs, int outputs, float* x, float* W, float* dy, float* dx, float* dW, float* db) : ILanesKernel
    {
        [SkipLocalsInit]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float* scratch = stackalloc float[MostWeights];
            if (outputs < TLanes.Count && inputs >= LeastRows && (long)rows * TLanes.Count <= MostWeights)
            {
                Widen<TLanes>(dy, rows, outputs, scratch);
                DifferentiateWeights<TLanes>(scratch, TLanes.Count);
            }
            else
            {
                DifferentiateWeights<TLanes>(dy, outputs);
            }

            if (dx == null)
                return;
            if (rows < LeastRows || (long)inputs * outputs > MostWeights)
            {
                DifferentiateFewInputs<TLanes>();
                return;
            }

            for (int k = 0; k < inputs; k++)
                for (int o = 0; o < outputs; o++)
                    scratch[o * inputs + k] = W[k * outputs + o];
            Multiply<TLanes>(rows, outputs, inputs, dy, scratch, inputs, null, dx);
        }

        /// <summary>A row of weights after the other stays in a register while all cotangents pass.</summary>
        /// <param name="cotangents">dy, [rows, width].</param>
        /// <param name="width">As many as there are outputs, or as a register has lanes.</param>
        [MethodImpl(LaneLoop.Options)]
        private void DifferentiateWeights<TLanes>(float* cotangents, int width)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int o = 0; o < outputs; o += TLanes.Count)
            {
                int remaining = outputs - o;
                float* start = cotangents + o, end = start + rows * width;
                int k = 0;
                for (; k + RowsTogether <= inputs; k += RowsTogether)
                {
                    float* value = x + k, destination = dW + k * outputs + o;
                    TLanes sum0 = Lanes.Load<TLanes>(destination, remaining);
                    TLanes sum1 = Lanes.Load<TLanes>(destination + outputs, remaining);
                    TLanes sum2 = Lanes.Load<TLanes>(destination + 2 * outputs, remaining);
                    TLanes sum3 = Lanes.Load<TLanes>(destination + 3 * outputs, remaining);
                    for (float* place = start; place < end; place += width, value += inputs)
                    {
                        TLanes cotangent = Lanes.Load<TLanes>(place, width - o);
                        sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(*value), cotangent, sum0);
                        sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(value[1]), cotangent, sum1);
                        sum2 = TLanes.MultiplyAdd(TLanes.Broadcast(value[2]), cotangent, sum2);
                        sum3 = TLanes.MultiplyAdd(TLanes.Broadcast(value[3]), cotangent, sum3);
                    }

                    Lanes.Store(sum0, destination, remaining);
                    Lanes.Store(sum1, destination + outputs, remaining);
                    Lanes.Store(sum2, destination + 2 * outputs, remaining);
                    Lanes.Store(sum3, destination + 3 * outputs, remaining);
                }

                for (; k < inputs; k++)
                {
                    float* value = x + k, destination = dW + k * outputs + o;
                    TLanes sum = Lanes.Load<TLanes>(destination, remaining);
                    for (float* place = start; place < end; place += width, value += inputs)
                        sum = TLanes.MultiplyAdd(TLanes.Broadcast(*value), Lanes.Load<TLanes>(place, width - o), sum);
                    Lanes.Store(sum, destination, remaining);
                }

                if (db == null)
                    continue;
                TLanes total = Lanes.Load<TLanes>(db + o, remaining);
                for (int row = 0; row < rows; row++)
                    total += Lanes.Load<TLanes>(cotangents + row * width + o, width - o);
                Lanes.Store(total, db + o, remaining);
            }
        }

        /// <summary><c>dx = dy W^T</c>, a sum across a register for each input.</summary>
        [MethodImpl(LaneLoop.Options)]
        private void DifferentiateFewInputs<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int row = 0; row < rows; row++)
                for (int k = 0; k < inputs; k++)
                    dx[row * inputs + k] = Dot<TLanes>(dy + row * outputs, W + k * outputs);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private float Dot<TLanes>(float* cotangent, float* weights)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes sum = TLanes.Broadcast(0);
            for (int o = 0; o < outputs; o += TLanes.Count)
                sum = TLanes.MultiplyAdd(Lanes.Load<TLanes>(cotangent + o, outputs - o), Lanes.Load<TLanes>(weights + o, outputs - o), sum);
            return TLanes.Sum(sum);
        }
    }
}
