using System.Reflection;
using System.Text.RegularExpressions;
using L2E.Kernels.Generators.Tests.Harness;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Generators.Tests;

/// <summary>The OpenCL C of objectives, compiled and run where there is an OpenCL device, against their C#.</summary>
public partial class OpenClTests
{
    private static readonly double[,] candidates =
    {
        { 0.125, -2.5, 3.25, 0.75, 1 }, { 0.5, 0.75, -0.25, -1, 4 }, { 0, 0, 0, 0, 0 }, { -4, 2, -3.5, 1.5, -0.5 },
    };

    [Theory]
    [InlineData("float", "float sum = 0; for (int i = 0; i + 1 < x.Length; i++) { float a = x[i + 1] - x[i] * x[i], b = 1 - x[i]; sum += 100 * a * a + b * b; } return sum;")]
    [InlineData("double", "double sum = 0; foreach (double value in x) sum += value * value - 10 * Math.Cos(2 * Math.PI * value) + 10; return sum;")]
    [InlineData("double", "double sum = 0; for (int i = x.Length - 1; i >= 1; i -= 2) { if (x[i] > 0.5 && i < 4) continue; sum += (x[i] is > -1 and < 1) || i == 2 ? x[i] - x[i - 1] : -(-x[i]) / 3; } return sum;")]
    [InlineData("double", "if (x[0] < 0) return -1; if (!(x[1] <= 0)) return 1e-7 + x[1]; double y = 2; y++; return y - (x[0] - (1 - x[2]));")]
    [InlineData("double", "double half = 0; for (int kernel = 0; kernel < Math.Min(x.Length, 3); kernel++) { double sum = kernel * kernel / 2 + kernel % 2; half += sum * x[kernel]; } { double sum = 3; half -= sum; } return half;")]
    [InlineData("float", "float gr\u00f6\u00dfe = x[0], @float = 2, double2 = 3, NAN = 4, x_ = 5; return gr\u00f6\u00dfe * @float + double2 * NAN - x_;")]
    public void An_objective_without_data_has_the_value_of_its_method(string element, string body)
    {
        GeneratedAssembly assembly = GeneratorHost.Run($$"""
            [Objective("some-function", Lower = -5, Upper = 5)]
            static partial class F { public static {{element}} Evaluate(ReadOnlySpan<{{element}}> x) { {{body}} } }
            """).Load();

        AssertAgrees(assembly, "some-function", "F+Binding", "x", []);
    }

    [Theory]
    [InlineData("Math.Abs(a) + Math.Acos(a / 5) + Math.Asin(a / 5) + Math.Atan(a) + Math.Atan2(a, b) + Math.Cbrt(a)")]
    [InlineData("Math.Ceiling(a) + Math.Cos(a) + Math.Cosh(a) + Math.Exp(a) + Math.Floor(a) + Math.Round(a) + Math.Truncate(a)")]
    [InlineData("Math.Log(Math.Abs(a) + 1) + Math.Pow(Math.Abs(a), 1.5) + Math.Sinh(a) + Math.Sqrt(Math.Abs(b)) + Math.Tan(a) + Math.Tanh(b) + Math.Sin(b)")]
    [InlineData("Math.Max(a, b) - 2 * Math.Min(a, b) + 3 * Math.Clamp(a, -1, 1) + Math.Sign(a) * 0.5")]
    [InlineData("Math.Max(a, b / b) + Math.Min(b, 1)")]
    [InlineData("Math.Max(b / b, a) + Math.Clamp(b / b, 0, 1)")]
    [InlineData("double.IsNaN(a / b) ? 1 : double.IsInfinity(a / b) ? 2 : a / b == double.NegativeInfinity ? 3 : double.Epsilon + float.MaxValue * 0.5")]
    public void Every_function_has_the_value_that_NET_gives_it(string expression)
    {
        GeneratedAssembly assembly = GeneratorHost.Run($$"""
            [Objective("f", Lower = -5, Upper = 5)]
            static partial class F { public static double Evaluate(ReadOnlySpan<double> x) { double a = x[0], b = x[1]; return {{expression}}; } }
            """).Load();

        AssertAgrees(assembly, "f", "F+Binding", "x", []);
    }

    [Fact]
    public void Data_comes_as_arguments_in_the_order_of_the_documented_signature_and_scratch_last()
    {
        GeneratedAssembly assembly = GeneratorHost.Run("""
            [Objective("shifted", Lower = -5, Upper = 5)]
            readonly partial struct Shifted
            {
                private static readonly float[] weights = [1.5f, -2];
                private readonly Placement placement = new();
                private readonly int order = 3;
                private readonly int length_weights = 1;
                public Shifted() { }
                public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
                {
                    Span<double> moved = scratch[..x.Length];
                    for (int i = 0; i < x.Length; i++)
                        moved[i] = x[i] - placement.Shift[i];
                    scratch[^1] = Tail(moved);
                    return scratch[x.Length] * placement.Scale + weights[weights.Length - 1] * order + length_weights;
                }
                private static double Tail(ReadOnlySpan<double> values) => values[^1] + values[0];
                private static int GetScratchLength(int dimension) => dimension + 1;
                public static Shifted Create(ObjectiveInstance instance) => new();
            }
            sealed class Placement { public double[] Shift = [1, 2, 3, 4, 5]; public double Scale => 0.25; }
            """).Load();

        AssertAgrees(
            assembly, "shifted", "Shifted",
            "x, __global const float *data_placement_Shift, int length_placement_Shift, float data_placement_Scale, "
            + "__global const float *data_Shifted_weights, int length_Shifted_weights, int data_order, int data_length_weights",
            [new float[] { 1, 2, 3, 4, 5 }, 5, 0.25f, new float[] { 1.5f, -2 }, 2, 3, 1], scratchLength: 6);
    }

    [Fact]
    public void What_cannot_be_read_has_no_device_code() =>
        Assert.DoesNotContain("OpenClSource", Assert.Single(GeneratorHost.Run("""
            [Objective("f", Lower = -5, Upper = 5)]
            static partial class F { public static double Evaluate(ReadOnlySpan<double> x) => Random.Shared.NextDouble(); }
            """).Texts, text => text.Key.StartsWith("F.", StringComparison.Ordinal)).Value, StringComparison.Ordinal);

    /// <summary>Compiles the function with a kernel that calls it for each candidate, and compares with the C#.</summary>
    /// <param name="assembly">The sample.</param>
    /// <param name="name">Name of the objective.</param>
    /// <param name="type">Name of the binding.</param>
    /// <param name="parameters">"x" and the parameters for data, as they are declared.</param>
    /// <param name="data">The arguments for data.</param>
    /// <param name="scratchLength">Elements of scratch for a candidate; 0 where the function takes none.</param>
    private static void AssertAgrees(
        GeneratedAssembly assembly, string name, string type, string parameters, object[] data, int scratchLength = 0)
    {
        double[] expected = assembly.Observe(name, candidates).Fitness;
        string function = (string)assembly.GetType(type).GetField("OpenClSource", BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;
        string called = "objective_" + name.Replace('-', '_');
        string declared = parameters.StartsWith("x, ", StringComparison.Ordinal) ? ", " + parameters[3..] : "";
        string scratch = scratchLength == 0 ? "" : ", __global float *scratch";
        Assert.Contains($"float {called}(__global const float *x, int dimension{declared}{scratch})", function, StringComparison.Ordinal);
        Assert.SkipWhen(OpenClProgram.Missing is not null, $"This machine lacks {OpenClProgram.Missing}.");

        int count = candidates.GetLength(0), dimension = candidates.GetLength(1);
        string arguments = string.Concat(ParameterName().Matches(declared).Select(match => ", " + match.Groups[1].Value));
        string source = $$"""
            {{function}}
            __kernel void run(__global const float *x, int dimension{{declared}}{{scratch}}, __global float *result)
            {
                int i = get_global_id(0);
                result[i] = {{called}}(x + i * dimension, dimension{{arguments}}{{(scratchLength == 0 ? "" : $", scratch + i * {scratchLength}")}});
            }
            """;
        object[] points = [candidates.Cast<double>().Select(value => (float)value).ToArray(), dimension];
        using OpenClProgram program = new(source);
        float[] actual = program.Run("run", count, [.. points, .. data, .. scratchLength == 0 ? Array.Empty<object>() : [new float[count * scratchLength]]]);

        // Rounding to float of a few operations, and the few units in the last place that OpenCL allows its functions.
        Assert.Equal(expected, actual.Select(value => (double)value), (a, b) => a.Equals(b) || (float)a == (float)b || Math.Abs(a - b) <= 2e-5 * (1 + Math.Abs(a)));
    }

    [GeneratedRegex(@"(\w+)(?=,|$)")]
    private static partial Regex ParameterName();
}
