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
        [MethodImpl(LaneLoop.Options)]
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int row = 0; row < rows; row++)
            {
                float* cotangent = dy + row * outputs;
                if (db != null)
                    AddScaled<TLanes>(1, cotangent, db);
                for (int k = 0; k < inputs; k++)
                {
                    AddScaled<TLanes>(x[row * inputs + k], cotangent, dW + k * outputs);
                    if (dx != null)
                        dx[row * inputs + k] = Dot<TLanes>(cotangent, W + k * outputs);
                }
            }
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

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void AddScaled<TLanes>(float scale, float* cotangent, float* destination)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes factor = TLanes.Broadcast(scale);
            for (int o = 0; o < outputs; o += TLanes.Count)
            {
                TLanes sum = Lanes.Load<TLanes>(destination + o, outputs - o);
                Lanes.Store(TLanes.MultiplyAdd(factor, Lanes.Load<TLanes>(cotangent + o, outputs - o), sum), destination + o, outputs - o);
            }
        }
    }
}
