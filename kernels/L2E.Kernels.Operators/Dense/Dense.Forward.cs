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
                Multiply<TLanes>(rows, inputs, outputs, x, widened, TLanes.Count, b, y);
            }
            else
            {
                Multiply<TLanes>(rows, inputs, outputs, x, W, outputs, b, y);
            }
        }
    }
}
