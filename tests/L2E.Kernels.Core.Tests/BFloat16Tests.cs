namespace L2E.Kernels.Core.Tests;

public sealed class BFloat16Tests
{
    [Fact]
    public void Every_number_goes_to_float_and_back_unchanged()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            BFloat16 value = new((ushort)bits);
            if (float.IsNaN(value))
                Assert.True(float.IsNaN((BFloat16)(float)value));
            else
                Assert.Equal(value, (BFloat16)(float)value);
        }
    }

    [Fact]
    public void A_float_becomes_the_nearest_number_and_of_two_equally_near_the_even_one()
    {
        // Neighbours below the largest: between them the first, a quarter, the half, three quarters.
        for (ushort bits = 0; bits < 0x7F7F; bits++)
        {
            float lower = new BFloat16(bits), upper = new BFloat16((ushort)(bits + 1));
            uint first = BitConverter.SingleToUInt32Bits(lower);
            AssertBoth(bits, first + 1);
            AssertBoth(bits, first + 0x7FFF);
            AssertBoth((ushort)(bits + (bits & 1)), first + 0x8000);
            AssertBoth((ushort)(bits + 1), first + 0x8001);
            Assert.Equal((lower + (double)upper) / 2, BitConverter.UInt32BitsToSingle(first + 0x8000));
        }

        static void AssertBoth(ushort expected, uint bits)
        {
            float value = BitConverter.UInt32BitsToSingle(bits);
            Assert.Equal(new BFloat16(expected), (BFloat16)value);
            Assert.Equal(new BFloat16((ushort)(expected | 0x8000)), (BFloat16)(-value));
        }
    }

    [Fact]
    public void What_is_too_large_becomes_infinite_and_nan_stays_nan()
    {
        Assert.True(float.IsPositiveInfinity((BFloat16)float.MaxValue));
        Assert.True(float.IsNegativeInfinity((BFloat16)float.NegativeInfinity));
        // A payload in the lower half alone, and one that rounding would carry out of.
        Assert.True(float.IsNaN((BFloat16)BitConverter.UInt32BitsToSingle(0x7F800001)));
        Assert.True(float.IsNaN((BFloat16)BitConverter.UInt32BitsToSingle(0xFFFFFFFF)));
    }

    [Fact]
    public void It_prints_as_a_float_does() => Assert.Equal("-1.5", $"{(BFloat16)(-1.5f)}");
}
