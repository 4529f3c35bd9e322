using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>The methods of <c>Math</c>, <c>MathF</c>, <c>double</c> and <c>float</c> that programs know.</summary>
internal static class MathMethods
{
    /// <summary>Whether a type is where such methods stand.</summary>
    public static bool IsMathType(INamedTypeSymbol type) =>
        type.SpecialType is SpecialType.System_Double or SpecialType.System_Single
        || (type is { Name: "Math" or "MathF", ContainingType: null } && type.ContainingNamespace.ToDisplayString() == "System");

    /// <summary>The function that a method is, where it takes and returns real numbers of one type.</summary>
    public static bool TryGetFunction(IMethodSymbol method, out MathFunction function)
    {
        function = default;
        return IsMathType(method.ContainingType)
            && Enum.TryParse(method.Name, out function)
            && method.Parameters.Length == GetArity(function)
            && method.Parameters.All(parameter => parameter.Type.IsReal(out _))
            && (function == MathFunction.Sign || method.ReturnType.IsReal(out _));
    }

    /// <summary>What to write instead of a method that is not known; null where there is nothing to say.</summary>
    public static string? GetAdvice(IMethodSymbol method)
    {
        string math = method.ContainingType.Name is "MathF" or "Single" ? "MathF" : "Math";
        return method.Name switch
        {
            "Log" => $"write '{math}.Log(value) / {math}.Log(base)'",
            "Log10" => $"write '{math}.Log(value) / {math}.Log(10)'",
            "Log2" => $"write '{math}.Log(value) / {math}.Log(2)'",
            "Exp2" => $"write '{math}.Pow(2, value)'",
            "Exp10" => $"write '{math}.Pow(10, value)'",
            "SinCos" => $"write '{math}.Sin' and '{math}.Cos'",
            "FusedMultiplyAdd" => "write 'a * b + c'",
            "CopySign" => $"write 'sign < 0 ? -{math}.Abs(value) : {math}.Abs(value)'",
            "Round" => $"write '{math}.Round(value)', which rounds halves to even",
            "Asinh" => $"write '{math}.Log(value + {math}.Sqrt(value * value + 1))'",
            "Acosh" => $"write '{math}.Log(value + {math}.Sqrt(value * value - 1))'",
            "Atanh" => $"write '0.5 * {math}.Log((1 + value) / (1 - value))'",
            "ScaleB" => $"write 'value * {math}.Pow(2, n)'",
            "IEEERemainder" => $"write 'a - b * {math}.Round(a / b)'",
            "Hypot" => $"write '{math}.Sqrt(a * a + b * b)'",
            "ReciprocalEstimate" => "write '1 / value'",
            "ReciprocalSqrtEstimate" => $"write '1 / {math}.Sqrt(value)'",
            _ => null,
        };
    }

    private static int GetArity(MathFunction function) => function switch
    {
        MathFunction.Clamp => 3,
        MathFunction.Atan2 or MathFunction.Max or MathFunction.Min or MathFunction.Pow => 2,
        _ => 1,
    };
}
