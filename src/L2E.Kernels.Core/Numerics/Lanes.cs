using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2E.Kernels;

/// <summary>
/// Vector arithmetic with the same bits on every machine: eight lanes whatever the hardware has, products rounded before
/// they are added (no fused multiply-add), and a fixed order of the final sum. A problem instance is made with these, so it
/// is one and the same function everywhere.
/// </summary>
internal static class Lanes
{
    /// <summary>Number of doubles in a vector.</summary>
    public const int Width = 8;

    /// <summary>The inner product of two spans of one length.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        nuint length = (nuint)left.Length, i = 0;
        // Four sums hide the latency of the addition.
        Vector512<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (; i + 4 * Width <= length; i += 4 * Width)
        {
            sum0 += Vector512.LoadUnsafe(ref a, i) * Vector512.LoadUnsafe(ref b, i);
            sum1 += Vector512.LoadUnsafe(ref a, i + Width) * Vector512.LoadUnsafe(ref b, i + Width);
            sum2 += Vector512.LoadUnsafe(ref a, i + 2 * Width) * Vector512.LoadUnsafe(ref b, i + 2 * Width);
            sum3 += Vector512.LoadUnsafe(ref a, i + 3 * Width) * Vector512.LoadUnsafe(ref b, i + 3 * Width);
        }

        for (; i + Width <= length; i += Width)
            sum0 += Vector512.LoadUnsafe(ref a, i) * Vector512.LoadUnsafe(ref b, i);

        Vector512<double> sums = (sum0 + sum1) + (sum2 + sum3);
        Vector256<double> four = sums.GetLower() + sums.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        double sum = two[0] + two[1];
        for (; i < length; i++)
            sum += Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
        return sum;
    }

    /// <summary><c>destination += factor * source</c>.</summary>
    public static void AddScaled(ReadOnlySpan<double> source, double factor, Span<double> destination)
    {
        ref double a = ref MemoryMarshal.GetReference(source);
        ref double b = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length, i = 0;
        Vector512<double> factors = Vector512.Create(factor);
        for (; i + Width <= length; i += Width)
            (Vector512.LoadUnsafe(ref b, i) + factors * Vector512.LoadUnsafe(ref a, i)).StoreUnsafe(ref b, i);
        for (; i < length; i++)
            Unsafe.Add(ref b, i) += factor * Unsafe.Add(ref a, i);
    }

    /// <summary><c>destination = left - right</c>; the destination may be one of them.</summary>
    public static void Subtract(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> destination)
    {
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        ref double c = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)left.Length, i = 0;
        for (; i + Width <= length; i += Width)
            (Vector512.LoadUnsafe(ref a, i) - Vector512.LoadUnsafe(ref b, i)).StoreUnsafe(ref c, i);
        for (; i < length; i++)
            Unsafe.Add(ref c, i) = Unsafe.Add(ref a, i) - Unsafe.Add(ref b, i);
    }
}
