using System.Numerics;
using System.Runtime.Intrinsics;
using L2E.Kernels.TestUtilities.Oracles;

namespace L2E.Kernels.Core.Tests.Numerics;

/// <summary>The functions of lanes against series in 256-bit integers, and their special values against Math.</summary>
public class LaneMathTests
{
    private const int Samples = 4000;

    private static readonly double[] specialValues =
    [
        0, -0.0, double.Epsilon, -double.Epsilon, 1e-310, 1e-300, -1e-200, 1e-20, -1e-8, 0.5, 1, -1, 2, -3, 1e5, -1e6, 1.0000001e6, 1e9,
        -1e15, 1e22, -1e100, 1e300, 709.5, -709.5, 710.2, 711, -745, double.MaxValue, double.MinValue, double.PositiveInfinity,
        double.NegativeInfinity, double.NaN, Math.PI, Math.PI / 2, -Math.PI / 4, 0.66, 2.5, 0.625,
    ];

    public static TheoryData<string> Names => [.. functions.Keys];

    private static readonly Dictionary<string, LaneFunction> functions = new()
    {
        ["Sin"] = new(LaneMath.Sin, LaneMath.Sin, Math.Sin, ExactFunctions.Sin, 20, 2, 1e-17),
        ["Sin of large angles"] = new(LaneMath.Sin, LaneMath.Sin, Math.Sin, ExactFunctions.Sin, 1e6, 2, 1e-17),
        ["Cos"] = new(LaneMath.Cos, LaneMath.Cos, Math.Cos, ExactFunctions.Cos, 20, 2, 1e-17),
        ["Cos of large angles"] = new(LaneMath.Cos, LaneMath.Cos, Math.Cos, ExactFunctions.Cos, 1e6, 2, 1e-17),
        ["Sin of huge angles"] = new(LaneMath.Sin, LaneMath.Sin, Math.Sin, ExactFunctions.Sin, 1e12, 2, 1e-17),
        ["Cos of huge angles"] = new(LaneMath.Cos, LaneMath.Cos, Math.Cos, ExactFunctions.Cos, 1e12, 2, 1e-17),
        ["Tan of huge angles"] = new(LaneMath.Tan, LaneMath.Tan, Math.Tan, ExactFunctions.Tan, 1e12, 3, 1e-17),
        ["Tan"] = new(LaneMath.Tan, LaneMath.Tan, Math.Tan, ExactFunctions.Tan, 20, 3, 1e-17),
        ["Tan of large angles"] = new(LaneMath.Tan, LaneMath.Tan, Math.Tan, ExactFunctions.Tan, 1e6, 3, 1e-17),
        ["Exp"] = new(Vector512.Exp, Vector512.Exp, Math.Exp, ExactFunctions.Exp, 40, 2, 0),
        ["Sinh"] = new(LaneMath.Sinh, LaneMath.Sinh, Math.Sinh, ExactFunctions.Sinh, 30, 3, 0),
        ["Cosh"] = new(LaneMath.Cosh, LaneMath.Cosh, Math.Cosh, ExactFunctions.Cosh, 30, 3, 0),
        ["Cosh of large numbers"] = new(LaneMath.Cosh, LaneMath.Cosh, Math.Cosh, ExactFunctions.Cosh, 710, 3, 0),
        ["Tanh"] = new(LaneMath.Tanh, LaneMath.Tanh, Math.Tanh, ExactFunctions.Tanh, 5, 3, 0),
        ["Cbrt"] = new(LaneMath.Cbrt, LaneMath.Cbrt, Math.Cbrt, ExactFunctions.Cbrt, 1e5, 2, 0),
        ["Atan"] = new(LaneMath.Atan, LaneMath.Atan, Math.Atan, ExactFunctions.Atan, 8, 2, 0),
        ["Asin"] = new(LaneMath.Asin, LaneMath.Asin, Math.Asin, ExactFunctions.Asin, 1, 3, 0),
        ["Acos"] = new(LaneMath.Acos, LaneMath.Acos, Math.Acos, ExactFunctions.Acos, 1, 3, 0),
        ["Atan2 from the right"] = new(
            y => LaneMath.Atan2(y, Vector512.Create(0.75)), y => LaneMath.Atan2(y, Vector512.Create(0.75f)), y => Math.Atan2(y, 0.75),
            y => ExactFunctions.Atan2(y, 0.75), 4, 3, 0),
        ["Atan2 from the left"] = new(
            y => LaneMath.Atan2(y, Vector512.Create(-0.75)), y => LaneMath.Atan2(y, Vector512.Create(-0.75f)),
            y => Math.Atan2(y, -0.75), y => ExactFunctions.Atan2(y, -0.75), 4, 3, 0),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Doubles_are_within_the_documented_units_of_the_exact_value(string name)
    {
        LaneFunction function = functions[name];
        // Without fused multiply-add a few operations round once more.
        double limit = function.Units + (System.Runtime.Intrinsics.X86.Fma.IsSupported ? 0 : 1);
        foreach (double[] block in function.Arguments(Samples).Chunk(8))
        {
            Vector512<double> results = function.Double(Vector512.Create<double>(block));
            for (int lane = 0; lane < block.Length; lane++)
            {
                BigInteger exact = function.Exact(block[lane]);
                double unit = Math.BitIncrement(Math.Abs(ExactFunctions.ToDouble(exact))) - Math.Abs(ExactFunctions.ToDouble(exact));
                double error = ExactFunctions.Distance(results[lane], exact);
                Assert.True(
                    error <= Math.Max(limit * unit, function.Absolute),
                    $"{name}({block[lane]:R}) is {results[lane]:R}: {error / unit:F2} units, {error:E2} absolute");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Floats_are_within_two_units_of_the_exact_value(string name)
    {
        LaneFunction function = functions[name];
        foreach (double[] block in function.Arguments(Samples).Chunk(16))
        {
            float[] x = [.. block.Select(value => (float)value)];
            Vector512<float> results = function.Single(Vector512.Create<float>(x));
            for (int lane = 0; lane < x.Length; lane++)
            {
                // The functions of doubles were held against the exact values above; they have 29 bits more.
                double exact = function.Scalar(x[lane]);
                double unit = (double)MathF.BitIncrement((float)Math.Abs(exact)) - (float)Math.Abs(exact);
                double error = Math.Abs(results[lane] - exact);
                Assert.True(
                    results[lane] == (float)exact || error <= Math.Max(2 * unit, function.Absolute > 0 ? 1e-7 : 0),
                    $"{name}({x[lane]:R}) is {results[lane]:R}: {error / unit:F2} units, {error:E2} absolute");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_values_are_those_of_Math(string name)
    {
        LaneFunction function = functions[name];
        foreach (double x in specialValues)
        {
            double expected = function.Scalar(x);
            // Alone, and in the company of ordinary numbers.
            AssertSame(name, x, expected, function.Double(Vector512.Create(x))[7], 4e-16);
            AssertSame(name, x, expected, function.Double(Vector512.Create(0.25).WithElement(3, x))[3], 4e-16);
            float single = (float)x;
            AssertSame(name, single, (float)function.Scalar(single), function.Single(Vector512.Create(single))[15], 3e-7);
        }
    }

    [Fact]
    public void Sines_and_cosines_are_never_beyond_1()
    {
        Random random = new(3);
        for (int turn = -4000; turn < 4000; turn++)
        {
            // The doubles and floats about an extreme of the sine, or of the cosine.
            double centre = turn * (Math.PI / 2);
            Vector512<double> doubles = Vector512.Create(centre) + (random.NextDouble() * 4e-8 - 2e-8) * Vector512<double>.Indices;
            float step = (float)(random.NextDouble() * 1e-3 - 5e-4);
            Vector512<float> floats = Vector512.Create((float)centre) + step * Vector512<float>.Indices;
            AssertWithin1(LaneMath.Sin(doubles), LaneMath.Sin(floats), centre);
            AssertWithin1(LaneMath.Cos(doubles), LaneMath.Cos(floats), centre);
            AssertWithin1(LaneMath.Sin(1e6 * doubles), LaneMath.Sin(1e6f * floats), 1e6 * centre);
        }

        static void AssertWithin1(Vector512<double> doubles, Vector512<float> floats, double centre) => Assert.True(
            Vector512.LessThanOrEqualAll(Vector512.Abs(doubles), Vector512<double>.One)
                && Vector512.LessThanOrEqualAll(Vector512.Abs(floats), Vector512<float>.One),
            $"{doubles} or {floats} about {centre:R}");
    }

    [Fact]
    public void Directions_of_the_axes_and_of_infinity_are_those_of_Math()
    {
        double[] values = [0, -0.0, 1, -1, 1e-310, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e300, -1e-300];
        foreach (double y in values)
        {
            foreach (double x in values)
                AssertSame($"Atan2 of {y} and", x, Math.Atan2(y, x), LaneMath.Atan2(Vector512.Create(y), Vector512.Create(x))[2], 4e-16);
        }
    }

    [Fact]
    public void Powers_are_those_of_Math_in_every_lane()
    {
        double[] bases = [2, -2, 0, -0.0, 0.5, double.NaN, double.PositiveInfinity, -8], exponents = [0.5, 3, 0, -1, 100, 0, -2, 1.0 / 3];

        Vector512<double> doubles = LaneMath.Pow(Vector512.Create<double>(bases), Vector512.Create<double>(exponents));
        Vector512<float> floats = LaneMath.Pow(
            Vector512.Create(1.5f).WithElement(4, -2), Vector512.Create(2.5f).WithElement(4, 3));

        for (int lane = 0; lane < 8; lane++)
            Assert.Equal(Math.Pow(bases[lane], exponents[lane]), doubles[lane]);
        for (int lane = 0; lane < 16; lane++)
            Assert.Equal(lane == 4 ? -8 : MathF.Pow(1.5f, 2.5f), floats[lane]);
    }

    [Fact]
    public void Signs_and_clips_are_those_of_Math()
    {
        double[] x = [0, -0.0, 3, -4, 1e-310, double.NegativeInfinity, 0.5, 7];
        Vector512<double> lanes = Vector512.Create<double>(x);
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(Math.Sign(x[lane]), LaneMath.Sign(lanes)[lane]);
            Assert.Equal(Math.Clamp(x[lane], -1, 2), LaneMath.Clamp(lanes, Vector512.Create(-1.0), Vector512.Create(2.0))[lane]);
        }

        Vector512<double> oneNaN = lanes.WithElement(6, double.NaN);
        Assert.Equal(double.NaN, LaneMath.Clamp(oneNaN, Vector512.Create(-1.0), Vector512.Create(2.0))[6]);
        Assert.Throws<ArithmeticException>(() => LaneMath.Sign(oneNaN));
        Assert.Throws<ArgumentException>(() => LaneMath.Clamp(lanes, Vector512.Create(2.0).WithElement(5, -1), Vector512.Create(1.0)));
    }

    [Fact]
    public void Reductions_take_every_lane_once()
    {
        Vector512<double> doubles = Vector512<double>.Indices + Vector512<double>.One;
        Vector512<float> floats = Vector512<float>.Indices + Vector512<float>.One;

        Assert.Equal((36.0, 40320.0, 8.0, 1.0),
            (LaneMath.Sum(doubles), LaneMath.Product(doubles), LaneMath.Max(doubles), LaneMath.Min(doubles)));
        Assert.Equal((136f, 20922789888000f, 16f, 1f),
            (LaneMath.Sum(floats), LaneMath.Product(floats), LaneMath.Max(floats), LaneMath.Min(floats)));
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(double.NaN, LaneMath.Max(doubles.WithElement(lane, double.NaN)));
            Assert.Equal(double.NaN, LaneMath.Min(doubles.WithElement(lane, double.NaN)));
            Assert.Equal(100, LaneMath.Max(doubles.WithElement(lane, 100)));
            Assert.Equal(-100, LaneMath.Min(floats.WithElement(lane, -100)));
        }
    }

    [Fact]
    public void Masks_conversions_and_loads_place_every_lane()
    {
        float[] floats = [.. Enumerable.Range(0, 12).Select(i => i / 3f)];
        for (int first = 0; first <= 8; first++)
        {
            Vector512<double> kept = LaneMath.LanesFrom<double>(first) & Vector512.Create(1.0);
            for (int lane = 0; lane < 8; lane++)
                Assert.Equal(lane >= first ? 1 : 0, kept[lane]);
        }

        Vector512<double> widened = LaneMath.LoadWidened(ref floats[0], 3);
        Vector512<double> rounded = LaneMath.RoundToSingle(Vector512<double>.Indices / 7.0);
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(floats[lane + 3], widened[lane]);
            Assert.Equal((float)(lane / 7.0), rounded[lane]);
        }
    }

    [Fact]
    public void Next_lanes_are_the_elements_one_behind()
    {
        Vector512<double> doubles = LaneMath.Next(Vector512<double>.Indices, Vector512<double>.Indices + Vector512.Create(8.0));
        for (int lane = 0; lane < 8; lane++)
            Assert.Equal(lane + 1, doubles[lane]);
        Vector512<float> floats = LaneMath.Next(Vector512<float>.Indices, Vector512<float>.Indices + Vector512.Create(16f));
        for (int lane = 0; lane < 16; lane++)
            Assert.Equal(lane + 1, floats[lane]);
    }

    private static void AssertSame(string name, double x, double expected, double actual, double tolerance)
    {
        bool isSame = BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual)
            || (double.IsNaN(expected) && double.IsNaN(actual))
            || (double.IsFinite(expected) && expected != 0 && actual * expected >= 0
                && Math.Abs(actual - expected) <= tolerance * Math.Max(Math.Abs(expected), double.Epsilon / tolerance));
        Assert.True(isSame, $"{name}({x:R}) is {actual:R}, expected {expected:R}");
    }

    /// <param name="Range">Arguments are tested in [-Range, Range].</param>
    /// <param name="Units">Largest error in units in the last place.</param>
    /// <param name="Absolute">Error that is allowed where it is more than that.</param>
    private sealed record LaneFunction(
        Func<Vector512<double>, Vector512<double>> Double,
        Func<Vector512<float>, Vector512<float>> Single,
        Func<double, double> Scalar,
        Func<double, BigInteger> Exact,
        double Range,
        double Units,
        double Absolute)
    {
        /// <summary>Half of the arguments spread evenly, half by magnitude; none of them 0.</summary>
        public IEnumerable<double> Arguments(int count)
        {
            Random random = new(7);
            for (int i = 0; i < count; i++)
            {
                double uniform = 2 * random.NextDouble() - 1;
                yield return Range * (i % 2 == 0 ? uniform : Math.CopySign(Math.Pow(2, -30 * random.NextDouble()), uniform));
            }
        }
    }
}
