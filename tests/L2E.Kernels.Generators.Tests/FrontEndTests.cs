using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests;

/// <summary>
/// What the front end understands: each sample has derived code, no diagnostic, and the derived code has the value of the method.
/// </summary>
public class FrontEndTests
{
    private static readonly double[,] candidates =
    {
        { 0.1, -2.5, 3.25, 0.75 }, { 1e-9, 0.7, -0.3, 4 }, { -1, -2, -3, -4 }, { double.NaN, 1, 2, 3 },
    };

    [Theory]
    [InlineData("return x[^1] + x[x.Length - 2] * x[0];")]
    [InlineData("double a, b = 2; if (x[0] > 0) a = b; else { a = -b; b++; } return a * x[1] + b;")]
    [InlineData("var (a, b) = (x[0], x[1]); (a, b) = (b, a + b); return a - 2 * b;")]
    [InlineData("double sum = 0; for (int i = 0; i < x.Length; i++) for (int j = i + 1; j < x.Length; j++) sum += (x[i] - x[j]) * (i + j); return sum;")]
    [InlineData("double sum = 0; int last = x.Length - 1; for (int i = last; i >= 0; i--) { int k = last - i; sum += x[k] / (k + 1); } return sum;")]
    [InlineData("double sum = 0; for (int i = 0; i <= 2; i += 2) { if (x[i] < 0) continue; sum -= x[i]; if (sum < -1) { sum *= 2; continue; } sum += 1; } return sum;")]
    [InlineData("if (x[0] < 0) return 1; else if (x[1] < 0) { double y = x[2]; return y * y; } double z = x[3]; return z + 1;")]
    [InlineData("return x[0] is double.NaN ? 7 : x[0] is not (> 0 and < 2) ? 1 : double.IsFinite(x[1]) && x[1] != 2 ? 2 : 3;")]
    [InlineData("float f = (float)x[0]; f += 0.1f; f *= 3; return f + (float)(x[1] * 0.1) + 0.1f;")]
    [InlineData("const double scale = 3; const int first = 1; return scale * x[first] + Math.E * (1 + 2) / 2 + 7 / 2;")]
    [InlineData("return (x[0] > 0 ? 10_000 : x.Length) * x[1] + Math.Sign(x[1]) * 2.0 + Math.Max(x.Length, 9) * Math.Min(2, x.Length);")]
    [InlineData("return x[0] * ((x[1] > 0 ? 2 : 3) * (x[2] > 0 ? x.Length : -5) / 2) + -Math.Max(x[0] < x[1] ? 1 : 7, x[2] < 0 ? 4 : 0) % 3;")]
    [InlineData("return x[unchecked(x.Length - 1)];")]
    [InlineData("double s = 0; for (int i = 2; i < x.Length; i++) s += (double)Math.Sign(x[i]) / Math.Sign(0 * x[i - 1]); return s;")]
    [InlineData("return double.Abs(x[0]) + Math.Clamp(value: x[1], max: 1, min: -1) + Math.Pow(y: 2, x: x[2]);")]
    [InlineData("return Twice(x[1]) + Named(second: x[0], first: x[1]); static double Twice(double y) => 2 * y;", false, "static double Named(double first, double second = 3) => first - 2 * second;")]
    [InlineData("return Early(x[0]) * Early(x[1]) + (x[2] > 0 ? Early(x[2]) : x[3]);", false, "static double Early(double y) { if (y > 1) { y -= 1; return y * y; } if (y < -1) return -y; return 0.5 * y; }")]
    [InlineData("scratch.Fill(x[0]); scratch[1..].Clear(); x[..2].CopyTo(scratch[2..]); scratch[..3].CopyTo(scratch[1..]); scratch[1..].CopyTo(scratch); return scratch[0] + 2 * scratch[1] + 4 * scratch[2] + 8 * scratch[3];", true)]
    [InlineData("scratch[0] = x[0]; return scratch[0] + Change(scratch) * scratch[0];", true, "static double Change(Span<double> place) { place[0] += 1; return place[0]; }")]
    [InlineData("scratch[0] = x[0]; scratch[0] += Change(scratch); return scratch[0];", true, "static double Change(Span<double> place) { place[0] += 1; return 3 * place[0]; }")]
    [InlineData("Span<double> head = scratch[..2], tail = scratch.Slice(2); Shift(x, head); tail[0] = head[^1]; double sum = 0; foreach (double value in tail[..1]) sum += value; return sum + head.Length;", true, "static void Shift(ReadOnlySpan<double> from, Span<double> to) { for (int i = 0; i < to.Length; i++) to[i] = from[i + 1] - from[i]; }")]
    [InlineData("double sum = 0; for (int i = 0; i < scratch.Length; i++) scratch[i] = i; foreach (double value in scratch) sum += value * x[1]; return sum;", true)]
    public void Code_without_data(string body, bool takesScratch = false, string members = "") =>
        AssertUnderstood($$"""
            [Objective("f", Lower = -5, Upper = 5)]
            static partial class F
            {
                public static double Evaluate(ReadOnlySpan<double> x{{(takesScratch ? ", Span<double> scratch" : "")}}) { {{body}} }
                {{(takesScratch ? "static int GetScratchLength(int dimension) { int half = dimension; return half + 0; }" : "")}}
                {{members}}
            }
            """);

    [Theory]
    [InlineData("partial struct F", "private readonly double[] weights = [1, 2, 3, 4]; public F() { }", "weights[0] * x[0] + weights[^1] + weights.Length")]
    [InlineData("partial struct F", "private readonly double[]? weights = [1, 2, 3, 4]; public F() { }", "weights![1] * x[0]")]
    [InlineData("partial struct F", "double[] @class = [1, 2]; public F() { }", "@class[1] * x[0]")]
    [InlineData("partial struct F", "private readonly Part? part = new(); public F() { }", "part!.Values[2] * x[0] + part.Scale + part.Nested.Order")]
    [InlineData("partial struct F", "private readonly float scale = 1.1f; private int Order { get; } = 3; public F() { }", "scale * x[0] + Order * x[1]")]
    [InlineData("partial struct F", "private readonly double[] weights = [1, 2]; private ReadOnlySpan<double> Weights => weights.AsSpan(1); private double First => Weights[0] * Half; private static double Half => 0.5; public F() { }", "First * x[0] + Weights.Length")]
    [InlineData("readonly partial record struct F(double Scale, int Order)", "public F() : this(2.5, 2) { }", "Scale * x[0] + Order * x[1]")]
    [InlineData("readonly partial struct F(double scale, double[] weights)", "public F() : this(2.5, [1, 2]) { }", "scale * x[0] + weights[1] * x[1]")]
    [InlineData("partial struct F", "private static readonly double[] table = [1, 2]; private static readonly double offset = 4; public const float Third = 1f / 3; public F() { }", "table[1] * x[0] + offset + F.Third")]
    [InlineData("partial struct F", "private readonly double[] matrix = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]; public F() { }", "Row(x, 1) + Row(x, 2)", "private double Row(ReadOnlySpan<double> x, int row) { double sum = 0; for (int i = 0; i < x.Length; i++) sum += matrix[row * x.Length + i] * x[i]; return sum; }")]
    public void Code_with_data(string type, string data, string expression, string members = "") =>
        AssertUnderstood($$"""
            #nullable enable
            [Objective("f", Lower = -5, Upper = 5)]
            {{type}}
            {
                {{data}}
                public double Evaluate(ReadOnlySpan<double> x) => {{expression}};
                {{members}}
                public static F Create(ObjectiveInstance instance) => new();
            }
            sealed class Part
            {
                public double[] Values { get; } = [1, 2, 3];
                public double Scale => 2 * Values[1];
                public (int Order, int Unused) Nested = (3, 4);
            }
            """);

    private static void AssertUnderstood(string source)
    {
        GeneratorRun run = GeneratorHost.Run(source);
        GradientObservation seen = run.Load().Create<GradientBatch, GradientObservation>(
            "f", new ObjectiveInstance(candidates.GetLength(1)), new GradientBatch(candidates));

        Assert.True(seen.HasGradient);
        Assert.Equal(seen.Values, seen.Fitness, (a, b) => a.Equals(b) || Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a)));
        Assert.Contains("OpenClSource", string.Join("\n", run.Texts.Values), StringComparison.Ordinal);
    }
}
