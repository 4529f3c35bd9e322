using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes expressions of a program in float as C# that ILGPU compiles for devices.</summary>
/// <param name="names">Names of the program's variables.</param>
/// <param name="data">Names of the locals that say where the objective's data lie, or hold them, by path.</param>
internal sealed class IlgpuExpressionWriter(ProgramNames names, IReadOnlyDictionary<string, string> data)
    : ScalarExpressionWriter(names, "dimension", "")
{
    /// <summary>
    /// The functions that ILGPU does not know, whose value for NaN depends on the device, or for which it writes calls that pass addresses:
    /// the text declares those that it calls. The arctangent is that of Cephes (atanf), within 3 units.
    /// </summary>
    public static readonly IReadOnlyDictionary<MathFunction, string> Helpers = new Dictionary<MathFunction, string>
    {
        [MathFunction.Max] = "Maximum(float a, float b) => a > b || float.IsNaN(a) ? a : b;",
        [MathFunction.Min] = "Minimum(float a, float b) => a < b || float.IsNaN(a) ? a : b;",
        [MathFunction.Clamp] = "Clamped(float a, float low, float high) => a < low ? low : a > high ? high : a;",
        [MathFunction.Sign] = "Signum(float a) => a > 0f ? 1f : a < 0f ? -1f : a;",
        [MathFunction.Truncate] =
            "Truncated(float a) => a < 0f ? global::System.MathF.Ceiling(a) : global::System.MathF.Floor(a);",
        [MathFunction.Cbrt] = """
            CubeRoot(float a)
            {
                float root = a == 0f ? 0f : global::System.MathF.Exp(global::System.MathF.Log(global::System.MathF.Abs(a)) / 3f);
                return a < 0f ? -root : root;
            }
            """,
        [MathFunction.Atan2] = """
            Angle(float y, float x)
            {
                float width = global::System.MathF.Abs(x), height = global::System.MathF.Abs(y);
                float large = height > width ? height : width, small = height > width ? width : height;
                float slope = large == 0f ? 0f : small == large ? 1f : small / large;
                float start = slope > 0.41421356f ? 0.78539816f : 0f;
                float rest = slope > 0.41421356f ? (slope - 1f) / (slope + 1f) : slope, square = rest * rest;
                float series = ((0.0805374450f * square - 0.138776856f) * square + 0.199777106f) * square - 0.333329492f;
                float angle = start + (series * square * rest + rest);
                angle = height > width ? 1.57079633f - angle : angle;
                angle = x < 0f ? 3.14159265f - angle : angle;
                return y < 0f ? -angle : angle;
            }
            """,
        [MathFunction.Round] = """
            Nearest(float a)
            {
                float below = global::System.MathF.Floor(a), rest = a - below;
                bool isOdd = below - 2f * global::System.MathF.Floor(below * 0.5f) != 0f;
                return rest > 0.5f || rest == 0.5f && isOdd ? below + 1f : below;
            }
            """,
    };

    /// <summary>Names that mean something in the text, whatever the objective calls its own.</summary>
    public static readonly IReadOnlyList<string> ReservedNames =
        ["x", "dimension", "data", "layout", "scratch", .. Helpers.Values.Select(GetHelperName)];

    /// <summary>How the text refers to the length of an array, from the name of the array.</summary>
    public static string GetLengthName(string array) => array + "Length";

    protected override string WriteCall(FunctionCall call, Binding place)
    {
        if (!Helpers.TryGetValue(call.Function, out string? helper))
            return base.WriteCall(call, place);
        return $"{GetHelperName(helper)}({string.Join(", ", call.Arguments.Select(Write))})";
    }

    private static string GetHelperName(string declaration) => declaration.Substring(0, declaration.IndexOf('('));

    protected override string GetName(DataSource source) => data[source.Path];

    protected override string GetElement(DataSource array, IntegerExpression index) => $"data[{GetName(array)} + {Write(index)}]";

    protected override string GetLength(DataSource array) => GetLengthName(GetName(array));
}
