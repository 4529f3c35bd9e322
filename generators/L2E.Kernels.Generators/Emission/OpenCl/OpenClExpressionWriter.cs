using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes expressions of a program in float as OpenCL C.</summary>
/// <param name="function">Name of the function that they stand in, which begins the names of its helpers.</param>
/// <param name="names">Names of the program's variables.</param>
/// <param name="data">Names of the parameters that carry the objective's data, by path.</param>
internal sealed class OpenClExpressionWriter(
    string function, ProgramNames names, IReadOnlyDictionary<string, string> data)
    : ScalarExpressionWriter(names, "dimension", "scratch_length")
{
    /// <summary>What the names of the parameters begin with that carry data.</summary>
    public const string DataPrefix = "data_";

    /// <summary>
    /// The functions that OpenCL C lets differ from .NET where an argument is NaN; the text declares them where they are used.
    /// </summary>
    public static readonly IReadOnlyDictionary<MathFunction, string> Helpers = new Dictionary<MathFunction, string>
    {
        [MathFunction.Max] = "maximum(float a, float b) { return a > b || isnan(a) ? a : b; }",
        [MathFunction.Min] = "minimum(float a, float b) { return a < b || isnan(a) ? a : b; }",
        [MathFunction.Clamp] = "clamped(float a, float low, float high) { return a < low ? low : a > high ? high : a; }",
    };

    /// <summary>The name of the parameter with the length of an array, from that of the array: no two are the same.</summary>
    public static string GetLengthName(string array) => "length_" + array.Substring(DataPrefix.Length);

    protected override string WriteCall(FunctionCall call, Binding place)
    {
        string name = call.Function switch
        {
            MathFunction.Abs => "fabs",
            MathFunction.Ceiling => "ceil",
            MathFunction.Round => "rint",
            MathFunction.Truncate => "trunc",
            var helper when Helpers.TryGetValue(helper, out string? declaration) =>
                $"{function}_{declaration.Substring(0, declaration.IndexOf('('))}",
            var same => same.ToString().ToLowerInvariant(),
        };
        return $"{name}({string.Join(", ", call.Arguments.Select(Write))})";
    }

    protected override string GetLiteral(RealConstant constant)
    {
        if (double.IsNaN(constant.Value))
            return "NAN";
        if (double.IsInfinity(constant.Value))
            return constant.Value > 0 ? "INFINITY" : "-INFINITY";
        string text = base.GetLiteral(constant);
        // C has no 10f.
        return text.IndexOfAny(['.', 'E']) < 0 ? text.Replace("f", ".0f") : text;
    }

    protected override string GetName(DataSource source) => data[source.Path];

    protected override string GetLength(DataSource array) => GetLengthName(data[array.Path]);

    protected override string GetNaNTest(ScalarType type) => "isnan";

    protected override string GetFunction(IntegerOperator extreme) => extreme.ToString().ToLowerInvariant();
}
