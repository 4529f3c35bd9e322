using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

/// <summary>
/// Sums of squares of float rows, accumulated in eight lanes of double whatever the machine's vectors are: the same result on
/// every one of them.
/// </summary>
internal static class RowNorms
{
    /// <summary>|row|^2.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> row)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        int i = 0;
        for (; i + 8 <= row.Length; i += 8)
        {
            Vector512<double> value = Widen(row[i..]);
            sum += value * value;
        }

        double total = Vector512.Sum(sum);
        for (; i < row.Length; i++)
            total += (double)row[i] * row[i];
        return total;
    }

    /// <summary>|row / scale|^2.</summary>
    public static double ScaledSumOfSquares(ReadOnlySpan<float> row, ReadOnlySpan<float> scale)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        int i = 0;
        for (; i + 8 <= row.Length; i += 8)
        {
            Vector512<double> value = Widen(row[i..]) / Widen(scale[i..]);
            sum += value * value;
        }

        double total = Vector512.Sum(sum);
        for (; i < row.Length; i++)
        {
            double value = (double)row[i] / scale[i];
            total += value * value;
        }

        return total;
    }

    /// <summary>The first eight of some floats.</summary>
    internal static Vector512<double> Widen(ReadOnlySpan<float> values)
    {
        (Vector256<double> low, Vector256<double> high) = WidenHalves(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values)));
        return Vector512.Create(low, high);
    }

    private static (Vector256<double> Low, Vector256<double> High) WidenHalves(Vector256<float> values) => Vector256.Widen(values);
}
