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
}
