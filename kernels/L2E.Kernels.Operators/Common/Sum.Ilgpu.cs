using ILGPU;

namespace L2E.Kernels.Operators;

/// <summary>Sums of what work items or groups have left one after the other, in a fixed order.</summary>
public static class SumKernels
{
    /// <summary><c>y_i = sum_r x_(first + i stride + r step)</c>, or that added to y_i, in the order of r.</summary>
    /// <remarks>Grid: x has a work item for each sum.</remarks>
    /// <param name="x">What is summed.</param>
    /// <param name="y">Destination (= or +=), [count].</param>
    /// <param name="first">The first term of the first sum.</param>
    /// <param name="stride">Elements between the first terms of two sums.</param>
    /// <param name="step">Elements between two terms of a sum.</param>
    /// <param name="terms">Terms of a sum.</param>
    /// <param name="count">Sums.</param>
    /// <param name="accumulate">1 to add to y, 0 to write it.</param>
    public static void Strided(
        ArrayView<float> x, ArrayView<float> y, int first, int stride, int step, int terms, int count, int accumulate)
    {
        int i = Grid.GlobalIndex.X;
        if (i >= count)
            return;
        float sum = 0;
        for (int r = 0; r < terms; r++)
            sum += x[first + (long)i * stride + (long)r * step];
        y[i] = accumulate != 0 ? y[i] + sum : sum;
    }
}
