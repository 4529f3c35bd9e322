using L2E.Kernels.Generators.Tests.Harness;
using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Generators.Tests.Gradients;

/// <summary>
/// The derivative of each function that a program may call: in the code of a loop, where values are stored, and in straight code;
/// computed in double against differences, in float against double.
/// </summary>
public class FunctionGradientTests
{
    // a is x[i], b is x[i + 1]; coordinates lie in [0.2, 0.9], away from every kink and pole of these.
    private static readonly (string Name, string Expression)[] expressions =
    [
        ("abs", "M.Abs(a - 1) + M.Abs(a * b)"),
        ("acos", "M.Acos(a * b)"),
        ("asin", "M.Asin(a - b)"),
        ("atan", "M.Atan(3 * a)"),
        ("atan2", "M.Atan2(a, b - 2) + M.Atan2(1, a) + M.Atan2(b, 2)"),
        ("cbrt", "M.Cbrt(a) - M.Cbrt(-b)"),
        ("ceiling", "a * M.Ceiling(5 * a + 0.01f)"),
        ("clamp", "Math.Clamp(2 * a, b, b + 0.05f) * Math.Clamp(a, 0, 1) * Math.Clamp(b, 1.5f, 2) + Math.Clamp(0.5f, a + 0.4f, 3)"),
        ("cos", "M.Cos(4 * a) * M.Sin(4 * a)"),
        ("cosh", "M.Cosh(a - 2 * b)"),
        ("exp", "M.Exp(a * b) / M.Exp(b)"),
        ("floor", "a * M.Floor(10 * b + 0.05f)"),
        ("log", "M.Log(a + b * b)"),
        ("max", "M.Max(a, 2 * b) * M.Max(0.1f, b) + M.Max(a, 3)"),
        ("min", "M.Min(a, 2 * b) * M.Min(0.1f, b) + M.Min(a, 3)"),
        ("pow-constant", "M.Pow(a, 2) + M.Pow(a, 3) + M.Pow(a, 1) + M.Pow(a, 0) + M.Pow(a, -1)"),
        ("pow-of-more", "M.Pow(a, 0.5f) + M.Pow(b, -2.5f) + M.Pow(-b, 5)"),
        ("pow-variable", "M.Pow(a, b) + M.Pow(2, b) + M.Pow(a, i + 1.5f) * M.Pow(0.3f, a * b)"),
        ("round", "a * M.Round(3.3f * b) + M.Truncate(7 * a)"),
        ("sign", "b * M.Sign(a - 1)"),
        ("sin", "M.Sin(a) * M.Sin(2 * b) * M.Sin(a)"),
        ("sinh", "M.Sinh(a - 2 * b)"),
        ("sqrt", "M.Sqrt(a) + M.Sqrt(1 + a * b)"),
        ("tan", "M.Tan(a) * M.Tan(b - a)"),
        ("tanh", "M.Tanh(a * b - 1)"),
        ("quotient", "a / b + 1 / (1 + a * a) - b / 3 + (a - b) / (a + b) / (a * b)"),
        ("product", "a * b * a * b * b - -a * (b * 2) * (3 - a * a)"),
    ];

    private static readonly Lazy<GeneratedAssembly> assembly = new(() => GeneratorHost.Run(
    [
        .. expressions.Select(pair => Write(pair.Name, pair.Expression, "double")),
        .. expressions.Select(pair => Write(pair.Name, pair.Expression, "float")),
    ]).Load());

    public static TheoryData<string> Names => [.. expressions.Select(pair => pair.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_equals_differences_of_the_value(string name)
    {
        double worst = assembly.Value.Create<DifferenceCheck, double>(
            name + "-double", new ObjectiveInstance(7, 1), new DifferenceCheck(GetPoints(name), radius: 0.002));

        Assert.True(worst < 1e-7, $"{worst}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_in_float_is_that_in_double_up_to_rounding(string name)
    {
        GradientObservation inDouble = Observe("double"), inFloat = Observe("float");

        for (int i = 0; i < inDouble.Gradients.Length; i++)
        {
            Assert.Equal(inFloat.Values[i], inFloat.Fitness[i], 1e-6 * Math.Max(1, Math.Abs(inFloat.Values[i])));
            double worst = ExtrapolatedDifferences.RelativeError(inFloat.Gradients[i], inDouble.Gradients[i]);
            Assert.True(worst < 1e-4, $"{worst}");
        }

        GradientObservation Observe(string type) => assembly.Value.Create<GradientBatch, GradientObservation>(
            $"{name}-{type}", new ObjectiveInstance(7, 1), new GradientBatch(GetPoints(name)));
    }

    /// <summary>Coordinates that are floats, in [0.2, 0.9], in steps: no difference quotient meets a kink.</summary>
    private static double[,] GetPoints(string name)
    {
        Random random = new(name.Sum(letter => letter));
        double[,] points = new double[10, 7];
        for (int i = 0; i < points.Length; i++)
            points[i / 7, i % 7] = (float)(0.225 + 0.05 * random.Next(14) + 0.01 * random.NextDouble());
        return points;
    }

    private static string Write(string name, string expression, string type)
    {
        string code = expression.Replace("M.", type == "float" ? "MathF." : "Math.");
        string number = type == "float" ? "1f" : "1d";
        return $$"""
            [Objective("{{name}}-{{type}}", Lower = 0.1, Upper = 1, MinDimension = 2)]
            static partial class F{{name.Replace("-", "")}}{{type}}
            {
                public static {{type}} Evaluate(ReadOnlySpan<{{type}}> x)
                {
                    {{type}} sum = 0;
                    for (int i = 0; i + 1 < x.Length; i++)
                        sum += (i + 1) * Term(x[i], x[i + 1], i);
                    {{type}} product = {{number}};
                    for (int i = x.Length - 2; i >= 0; i -= 2)
                        product *= 1 + Term(x[i], x[i + 1], i) / 10;
                    return sum + product * Term(x[^1], x[0], 0);
                }

                private static {{type}} Term({{type}} a, {{type}} b, int i) => {{code}};
            }
            """;
    }
}
