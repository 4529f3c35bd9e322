using L2E.Kernels.Generators.Emission;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Questions to symbols that several rules ask.</summary>
internal static class Symbols
{
    public const string ObjectiveAttribute = "L2E.Kernels.ObjectiveAttribute";

    /// <summary>A type of ILGPU that every kernel uses: where it is known, kernels are written.</summary>
    public const string IlgpuView = "ILGPU.ArrayView`1";

    /// <summary>The identifier as source text: with <c>@</c> where it is a keyword somewhere.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None
        || SyntaxFacts.GetContextualKeywordKind(identifier) != SyntaxKind.None
            ? "@" + identifier
            : identifier;

    /// <summary>The members of a name that the user wrote; the analyzer sees the generated ones as well.</summary>
    public static IEnumerable<ISymbol> GetOwnMembers(this INamedTypeSymbol type, string name) =>
        type.GetMembers(name).Where(member => !IsGenerated(member));

    /// <summary>Whether a symbol is this generator's own output.</summary>
    public static bool IsGenerated(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "GeneratedCodeAttribute" }
            && attribute.ConstructorArguments is [{ Value: GeneratedText.ToolName }, ..]);

    public static bool IsReadOnlySpanOf(this ITypeSymbol type, out SpecialType element) =>
        IsSpan(type, "ReadOnlySpan", "System", out element);

    public static bool IsSpanOf(this ITypeSymbol type, out SpecialType element) => IsSpan(type, "Span", "System", out element);

    public static bool IsReadOnlySpan2DOf(this ITypeSymbol type, out SpecialType element) =>
        IsSpan(type, "ReadOnlySpan2D", "CommunityToolkit.HighPerformance", out element);

    /// <summary>Where the identifier of a member stands.</summary>
    public static Location? GetIdentifier(this ISymbol symbol) => symbol.Locations.FirstOrDefault();

    /// <summary>Where a parameter, or the whole list when there is none, stands in a method's declaration.</summary>
    public static Location? GetParameterLocation(this IMethodSymbol method, int index)
    {
        if (index < method.Parameters.Length)
            return method.Parameters[index].DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().GetLocation();
        return method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is BaseMethodDeclarationSyntax declaration
            ? declaration.ParameterList.GetLocation()
            : method.GetIdentifier();
    }

    public static Location? GetReturnTypeLocation(this IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax declaration
            ? declaration.ReturnType.GetLocation()
            : method.GetIdentifier();

    public static string ToText(this Accessibility accessibility) => SyntaxFacts.GetText(accessibility);

    public static string ToText(this ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    private static bool IsSpan(ITypeSymbol type, string name, string @namespace, out SpecialType element)
    {
        element = SpecialType.None;
        if (type is not INamedTypeSymbol { TypeArguments: [var argument], ContainingType: null } named
            || named.Name != name
            || named.ContainingNamespace.ToDisplayString() != @namespace)
        {
            return false;
        }

        element = argument.SpecialType;
        return true;
    }
}
