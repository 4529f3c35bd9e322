using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Which C# types the numbers of a program have.</summary>
internal static class ScalarTypes
{
    public static bool IsReal(this ITypeSymbol? type, out ScalarType scalar) => IsReal(type?.SpecialType ?? SpecialType.None, out scalar);

    public static bool IsInteger(this ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Int32;

    /// <summary>Whether a type is an array with one index, or a span, of real numbers.</summary>
    public static bool IsVector(this ITypeSymbol? type, out ScalarType element)
    {
        element = default;
        return type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => array.ElementType.IsReal(out element),
            not null => (type.IsReadOnlySpanOf(out SpecialType special) || type.IsSpanOf(out special)) && IsReal(special, out element),
            null => false,
        };
    }

    private static bool IsReal(SpecialType type, out ScalarType scalar)
    {
        scalar = type == SpecialType.System_Single ? ScalarType.Single : ScalarType.Double;
        return type is SpecialType.System_Single or SpecialType.System_Double;
    }
}
