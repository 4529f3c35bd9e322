using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Operators.Tests;

/// <summary>Guard pages, aliasing and the backward passes; accuracy has its own tests.</summary>
public class ElementwiseMathTests
{
    public static TheoryData<int> Lengths => RowLengths.All;

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Nothing_behind_the_spans_is_touched(int length)
    {
        using GuardedTensors tensors = new();
        Span<float> x = tensors.Copy(new RandomTensors(length).Normal(length)), y = tensors.New(length), z = tensors.New(length);
        ElementwiseMath.Exp(x, y);
        ElementwiseMath.SinCos(x, y, z);
        ElementwiseMath.SiluBackward(x, y, z);
        for (int i = 0; i < length; i++)
            Assert.Equal(Math.Sin(x[i]), y[i], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Gradients_match_central_differences_of_the_double_functions(int length)
    {
        RandomTensors random = new(length);
        float[] x = random.Normal(length, 4), dy = random.Normal(length);
        using GuardedTensors tensors = new();
        Span<float> silu = tensors.New(length), softplus = tensors.New(length);
        ElementwiseMath.SiluBackward(tensors.Copy(x), tensors.Copy(dy), silu);
        ElementwiseMath.SoftplusBackward(tensors.Copy(x), tensors.Copy(dy), softplus);
        Closeness.AssertClose("silu", silu, Expected(x, dy, v => v / (1 + Math.Exp(-v))), 1);
        Closeness.AssertClose("softplus", softplus, Expected(x, dy, v => Math.Log(1 + Math.Exp(v))), 1);
    }

    [Theory]
    [InlineData(float.NegativeInfinity, 0, 0)]
    [InlineData(float.PositiveInfinity, 1, 1)]
    [InlineData(-1e30f, 0, 0)]
    [InlineData(1e30f, 1, 1)]
    public void Gradients_reach_their_limits(float x, float silu, float softplus)
    {
        float[] dx = new float[1];
        ElementwiseMath.SiluBackward([x], [1], dx);
        Assert.Equal(silu, dx[0]);
        ElementwiseMath.SoftplusBackward([x], [1], dx);
        Assert.Equal(softplus, dx[0]);
    }

    [Fact]
    public void Functions_work_in_place()
    {
        float[] x = new RandomTensors(2).Normal(37), dy = new RandomTensors(3).Normal(37), expected = new float[37], inPlace = [.. x];
        ElementwiseMath.Silu(x, expected);
        ElementwiseMath.Silu(inPlace, inPlace);
        Assert.Equal(expected, inPlace);
        ElementwiseMath.SiluBackward(x, dy, expected);
        ElementwiseMath.SiluBackward(x, dy, dy);
        Assert.Equal(expected, dy);
    }

    [Fact]
    public void A_partial_overlap_is_refused_before_anything_is_written()
    {
        float[] x = [1, 2, 3, 4];
        Assert.Contains("y", Assert.Throws<ArgumentException>(() => ElementwiseMath.Exp(x.AsSpan(0, 3), x.AsSpan(1, 3))).Message);
        Assert.Contains(
            "cosine", Assert.Throws<ArgumentException>(() => ElementwiseMath.SinCos(x.AsSpan(0, 2), x.AsSpan(2), x.AsSpan(2))).Message);
        Assert.Equal([1f, 2, 3, 4], x);
    }

    private static double[] Expected(float[] x, float[] dy, Func<double, double> function) =>
        NumericalGradients.Of(v => [[.. v[0].Select(function)]], [RandomTensors.Widen(x)], [RandomTensors.Widen(dy)])[0];
}
