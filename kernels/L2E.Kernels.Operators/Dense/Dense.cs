namespace L2E.Kernels.Operators;

/// <summary>The affine layer <c>y = x W + b</c> for small matrices, such as the heads of the gate network.</summary>
/// <remarks>
/// Shapes: x [rows, inputs], W [inputs, outputs], b [outputs] or empty for none, y [rows, outputs], row major. Sums run over the
/// inputs in order. NaN and infinities propagate.
/// </remarks>
public static partial class Dense
{
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
}
