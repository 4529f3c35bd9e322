using System.Runtime.Intrinsics;
using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Operators;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>Contraction projection, averaging and clamping to a box over a population, against a triad over the same memory.</summary>
internal static class FusedStepRow
{
    private const int Population = 64, Dimension = 10_000;
    private const float Rho = 0.95f, Limit = 1;

    public static IEnumerable<ReachRow> Measure(ReachContext context)
    {
        RandomTensors random = new(10);
        float[] rowBound = random.Uniform(Population, 0.1f, 3), relaxation = random.Uniform(Population, 0.1f, 0.9f);
        float[] values = random.Normal(Population * Dimension);
        Check(rowBound, relaxation, values);

        TensorRing ring = new(values, tensorsPerSlot: 3);
        // Both move 12 bytes an element at least, so the ratio of times is that of bandwidths.
        Interleaved times = Interleaved.Measure(
            context.Rounds, () => ring.Run(slot => Triad(slot[0], slot[1], slot[2])),
            () => ring.Run(slot => Step(rowBound, relaxation, slot[0], slot[1], slot[2])));
        yield return new ReachRow(
            $"contraction projection + averaging + clamp, [{Population}, {Dimension}]", "triad over the same tensors",
            100 * times.Ratio(0, 1), 85, " %",
            $"in three calls, not fused; {12 * ring.Elements / times.Seconds(1) / 1e9:F1} of " +
            $"{12 * ring.Elements / times.Seconds(0) / 1e9:F1} GB/s");
    }

    private static void Step(float[] rowBound, float[] relaxation, float[] D, float[] Y, float[] next)
    {
        ContractionProjection.Forward(Population, Dimension, Rho, rowBound, Y, next);
        KrasnoselskiiMann.Forward(Population, Dimension, relaxation, D, next, next);
        Clamp(next);
    }

    private static void Check(float[] rowBound, float[] relaxation, float[] D)
    {
        float[] Y = [.. D.Reverse()], next = new float[D.Length];
        Step(rowBound, relaxation, D, Y, next);
        double[] expected = new double[D.Length];
        for (int k = 0; k < expected.Length; k++)
        {
            double weight = relaxation[k / Dimension], projected = Y[k] * Rho / Math.Max(Rho, rowBound[k / Dimension]);
            expected[k] = Math.Clamp((1 - weight) * D[k] + weight * projected, -Limit, Limit);
        }

        OracleCheck.Close("next", next, expected, 2);
    }

    private static void Clamp(Span<float> values)
    {
        ref float first = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(values);
        Vector512<float> upper = Vector512.Create(Limit), lower = Vector512.Create(-Limit);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)Vector512<float>.Count)
            Vector512.Min(upper, Vector512.Max(lower, Vector512.LoadUnsafe(ref first, i))).StoreUnsafe(ref first, i);
    }

    /// <summary><c>a = b + 3 c</c>; the length is a multiple of a register's.</summary>
    private static void Triad(ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> a)
    {
        ref float destination = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(a);
        ref readonly float left = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(b);
        ref readonly float right = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(c);
        Vector512<float> factor = Vector512.Create(3f);
        for (nuint i = 0; i < (nuint)a.Length; i += (nuint)Vector512<float>.Count)
        {
            Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(in right, i), Vector512.LoadUnsafe(in left, i))
                .StoreUnsafe(ref destination, i);
        }
    }
}
