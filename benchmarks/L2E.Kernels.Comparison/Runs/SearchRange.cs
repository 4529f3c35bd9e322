using System.Numerics.Tensors;

namespace L2E.Kernels.Comparison.Runs;

/// <summary>The projection to the box.</summary>
internal static class SearchRange
{
    /// <summary>Clips every coordinate; NaN stays.</summary>
    public static void Clip(ReadOnlySpan<double> point, double lower, double upper, Span<double> clipped)
    {
        TensorPrimitives.Max(point, lower, clipped);
        TensorPrimitives.Min(clipped, upper, clipped);
    }
}
