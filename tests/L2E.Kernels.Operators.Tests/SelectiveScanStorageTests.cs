namespace L2E.Kernels.Operators.Tests;

/// <summary>Sequences stored as half or bfloat16: arithmetic is that of float, and only y is rounded.</summary>
public class SelectiveScanStorageTests
{
    public static TheoryData<SelectiveScanShape, bool, bool> Cases => SelectiveScanTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Half_gives_the_bits_of_float_with_y_rounded(SelectiveScanShape shape, bool complete, bool progression) =>
        AssertSame(new SelectiveScanCase(shape, complete, progression), x => (Half)x, x => (float)x);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bfloat16_gives_the_bits_of_float_with_y_rounded(SelectiveScanShape shape, bool complete, bool progression) =>
        AssertSame(new SelectiveScanCase(shape, complete, progression), x => (BFloat16)x, x => (float)x);

    [Fact]
    public void Every_half_is_read_exactly_and_every_product_is_rounded_to_the_nearest() =>
        AssertRounded(bits => BitConverter.UInt16BitsToHalf(bits), x => (Half)x, x => (float)x, x => BitConverter.HalfToUInt16Bits(x));

    [Fact]
    public void Every_bfloat16_is_read_exactly_and_every_product_is_rounded_to_the_nearest() =>
        AssertRounded(bits => new BFloat16(bits), x => (BFloat16)x, x => (float)x, x => x.Bits);

    [Fact]
    public void Another_element_type_is_refused()
    {
        SelectiveScanInputs<double> inputs = new() { U = [], Delta = [], A = [], B = [], C = [] };
        string message = "";
        try
        {
            SelectiveScan.Forward(new(0, 0, 0, 1), inputs, default, default, default, default);
        }
        catch (ArgumentException exception)
        {
            message = exception.Message;
        }

        Assert.Equal("T: expected float, Half or BFloat16, got Double", message);
    }

    private static void AssertSame<T>(SelectiveScanCase data, Converter<float, T> store, Converter<T, float> load)
        where T : unmanaged
    {
        SelectiveScanCase rounded = data.With((sequence, _) => Array.ConvertAll(sequence, x => load(store(x))));
        float[][] expected = rounded.RunBoth();
        (T[] y, float[][] others) = rounded.RunBoth(store);
        Assert.Equal(Array.ConvertAll(expected[0], store), y);
        Assert.Equal(expected[1..], others);
    }

    /// <summary>Scans whose only term is <c>y = D u</c>: all numbers of the format as u, several factors as D.</summary>
    private static void AssertRounded<T>(
        Func<ushort, T> fromBits, Converter<float, T> store, Converter<T, float> load, Func<T, ushort> toBits)
        where T : unmanaged
    {
        float[] factors = [1, -1, 0.333f, 1.0009765f, 3e-5f, 7.1e-8f, 1.7f, 1e4f, 3e38f, 1e-38f, 0];
        // Infinities would meet the step size of zero; NaN stays.
        T[] u = [.. Enumerable.Range(0, 1 << 16).Select(bits => fromBits((ushort)bits)).Where(x => !float.IsInfinity(load(x)))];
        foreach (float factor in factors)
        {
            SelectiveScanShape shape = new(1, 1, u.Length, 1);
            float[] D = new float[u.Length];
            Array.Fill(D, factor);
            T[] y = new T[u.Length];
            SelectiveScanInputs<T> inputs = new()
            {
                U = u,
                Delta = new T[u.Length],
                A = new float[u.Length],
                B = new T[1],
                C = new T[1],
                D = D,
            };
            SelectiveScan.Forward(shape, inputs, y, default, default, new float[SelectiveScan.GetWorkspaceLength(shape)]);
            for (int i = 0; i < u.Length; i++)
            {
                float product = MathF.FusedMultiplyAdd(factor, load(u[i]), 0);
                if (float.IsNaN(product))
                    Assert.True(float.IsNaN(load(y[i])));
                else
                    Assert.Equal(toBits(store(product)), toBits(y[i]));
            }
        }
    }
}
