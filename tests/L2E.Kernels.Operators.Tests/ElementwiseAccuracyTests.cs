using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Every function against double, over all of float: every exponent, denormal numbers and the special values.</summary>
public class ElementwiseAccuracyTests
{
    /// <summary>A function over spans.</summary>
    public delegate void Map(ReadOnlySpan<float> x, Span<float> y);

    // 2^32 bit patterns are sampled with a stride that is odd, so that every low mantissa bit pattern occurs.
    private const int Stride = 2003;
    private const double LargestError = 4;

    public static TheoryData<string> Functions => ["exp", "log", "softplus", "sigmoid", "silu", "tanh", "sin", "cos"];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Errors_are_at_most_four_units_in_the_last_place_over_the_whole_range(string name)
    {
        (Map function, Func<double, double> reference) = Find(name);
        float[] x = new float[4096], y = new float[4096];
        double worst = 0;
        float worstArgument = 0;
        for (long bits = 0; bits <= uint.MaxValue;)
        {
            for (int i = 0; i < x.Length; i++, bits += Stride)
                x[i] = BitConverter.UInt32BitsToSingle((uint)bits);
            function(x, y);
            for (int i = 0; i < x.Length; i++)
            {
                double error = ElementwiseOracle.UnitsInTheLastPlace(y[i], reference(x[i]));
                if (!(error <= worst))
                    (worst, worstArgument) = (error, x[i]);
            }
        }

        Assert.True(worst <= LargestError, $"{name}({worstArgument:R}): {worst:F2} units in the last place");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Results_do_not_depend_on_the_place_in_the_span(string name)
    {
        Map function = Find(name).Function;
        for (int length = 0; length <= 35; length++)
        {
            float[] x = [.. Enumerable.Range(0, length).Select(i => 0.37f * i - 5)], y = new float[length];
            function(x, y);
            for (int i = 0; i < length; i++)
            {
                float[] single = new float[1];
                function([x[i]], single);
                Assert.Equal(BitConverter.SingleToUInt32Bits(single[0]), BitConverter.SingleToUInt32Bits(y[i]));
            }
        }
    }

    public static TheoryData<string, float, float> SpecialValues => new()
    {
        { "exp", float.NegativeInfinity, 0 },
        { "exp", float.PositiveInfinity, float.PositiveInfinity },
        { "exp", 88.73f, float.PositiveInfinity },
        { "exp", -104.5f, 0 },
        { "exp", -0f, 1 },
        { "log", 0, float.NegativeInfinity },
        { "log", -0f, float.NegativeInfinity },
        { "log", -1e-45f, float.NaN },
        { "log", float.NegativeInfinity, float.NaN },
        { "log", float.PositiveInfinity, float.PositiveInfinity },
        { "log", 1, 0 },
        { "softplus", float.NegativeInfinity, 0 },
        { "softplus", float.PositiveInfinity, float.PositiveInfinity },
        { "sigmoid", float.NegativeInfinity, 0 },
        { "sigmoid", float.PositiveInfinity, 1 },
        { "sigmoid", 0, 0.5f },
        { "silu", float.NegativeInfinity, -0f },
        { "silu", float.PositiveInfinity, float.PositiveInfinity },
        { "silu", -0f, -0f },
        { "tanh", float.NegativeInfinity, -1 },
        { "tanh", float.PositiveInfinity, 1 },
        { "tanh", -0f, -0f },
        { "sin", -0f, -0f },
        { "sin", float.PositiveInfinity, float.NaN },
        { "sin", float.NegativeInfinity, float.NaN },
        { "cos", -0f, 1 },
        { "cos", float.PositiveInfinity, float.NaN },
    };

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void Special_arguments_give_exactly_the_special_values(string name, float argument, float expected)
    {
        float[] y = new float[1];
        Find(name).Function([argument], y);
        Assert.Equal(float.IsNaN(expected), float.IsNaN(y[0]));
        if (!float.IsNaN(expected))
            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(y[0]));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Nan_stays_nan(string name)
    {
        float[] y = new float[1];
        Find(name).Function([float.NaN], y);
        Assert.True(float.IsNaN(y[0]));
    }

    private static (Map Function, Func<double, double> Reference) Find(string name)
    {
        Map function = name switch
        {
            "exp" => ElementwiseMath.Exp,
            "log" => ElementwiseMath.Log,
            "softplus" => ElementwiseMath.Softplus,
            "sigmoid" => ElementwiseMath.Sigmoid,
            "silu" => ElementwiseMath.Silu,
            "tanh" => ElementwiseMath.Tanh,
            "sin" => (x, y) => ElementwiseMath.SinCos(x, y, new float[x.Length]),
            "cos" => (x, y) => ElementwiseMath.SinCos(x, new float[x.Length], y),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return (function, ElementwiseOracle.Find(name));
    }
}
