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

    private static readonly float[] lower = Filled(-Limit), upper = Filled(Limit);

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
            $"{12 * ring.Elements / times.Seconds(1) / 1e9:F1} of " +
            $"{12 * ring.Elements / times.Seconds(0) / 1e9:F1} GB/s");
    }

    private static void Step(float[] rowBound, float[] relaxation, float[] D, float[] Y, float[] next) =>
        ContractiveStep.Forward(Population, Dimension, Rho, rowBound, relaxation, D, Y, lower, upper, next);

    private static float[] Filled(float value)
    {
        float[] bounds = new float[Dimension];
        Array.Fill(bounds, value);
        return bounds;
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
