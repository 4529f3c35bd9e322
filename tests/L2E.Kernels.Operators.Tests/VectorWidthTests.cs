using System.Runtime.Intrinsics;

namespace L2E.Kernels.Operators.Tests;

/// <summary>
/// The suite is run again with narrower registers (DOTNET_EnableAVX512=0, then DOTNET_EnableAVX2=0); L2E_EXPECT_VECTOR_BITS proves
/// that the switch worked.
/// </summary>
public class VectorWidthTests
{
    [Fact]
    public void Kernels_use_the_width_that_the_environment_expects_and_the_machine_has()
    {
        int widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        string expected = Environment.GetEnvironmentVariable("L2E_EXPECT_VECTOR_BITS") ?? $"{widest}";
        Assert.Equal(expected, $"{ElementwiseMath.VectorBits}");
    }

    /// <summary>A dense layer of one input is one multiply-add; the oracle is that of the C library.</summary>
    [Fact]
    public void A_multiply_add_is_rounded_once_at_any_width()
    {
        Random random = new(1);
        float[] special =
        [
            0, -0f, 1, -1, 1 + Power(-23), 1 - Power(-24), Power(-24), -Power(-24), Power(-23) + Power(-46), Power(-149), -Power(-149),
            Power(-126), Power(-75), 1.5f * Power(-75), (1 + Power(-23)) * Power(-75), Power(63), Power(64), float.MaxValue,
            -float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        ];
        foreach (float x in special)
        {
            foreach (float w in special)
                Check(x, [.. special.Select(_ => w)], special);
        }

        for (int round = 0; round < 2000; round++)
        {
            float x = Any();
            float[] w = [.. Enumerable.Range(0, 33).Select(_ => Any())];
            // Sums half way between two floats, but for what lies far below them or for nothing.
            float[] b = [.. w.Select(weight => random.Next(3) switch { 0 => Any(), 1 => -x * weight, _ => x * weight * Power(24) })];
            Check(x, w, b);
        }

        // Few bits or all: products of few bits lie half way between two floats now and then.
        float Any()
        {
            int fraction = random.Next(1 << 23) & (random.Next(2) == 0 ? 0x700001 : -1);
            return BitConverter.Int32BitsToSingle((random.Next(90, 160) << 23) | fraction) * (random.Next(2) * 2 - 1);
        }

        static float Power(int exponent) => MathF.ScaleB(1, exponent);

        static void Check(float x, float[] w, float[] b)
        {
            float[] y = new float[w.Length];
            Dense.Forward(1, 1, w.Length, [x], w, b, y);
            for (int i = 0; i < w.Length; i++)
            {
                float expected = MathF.FusedMultiplyAdd(x, w[i], b[i]);
                bool same = float.IsNaN(expected)
                    ? float.IsNaN(y[i]) : BitConverter.SingleToInt32Bits(y[i]) == BitConverter.SingleToInt32Bits(expected);
                Assert.True(same, $"{x:R} * {w[i]:R} + {b[i]:R}: expected {expected:R}, got {y[i]:R}");
            }
        }
    }
}
