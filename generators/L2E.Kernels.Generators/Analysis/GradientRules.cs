using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Finds the method for the gradient that the attribute names.</summary>
internal static class GradientRules
{
    public static OwnGradientModel? Check(INamedTypeSymbol type, AttributeData attribute, AttributeSyntax syntax, FindingSink findings)
    {
        if (attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Gradient").Value.Value is not string name)
            return null;
        List<IMethodSymbol> methods = [.. type.GetOwnMembers(name).OfType<IMethodSymbol>()];
        if (methods.Find(method => Fits(method, out _)) is { } found)
        {
            Fits(found, out SpecialType element);
            return new OwnGradientModel(Symbols.Escape(name), element == SpecialType.System_Single, found.IsStatic);
        }

        Location? location = methods.Count == 1
            ? methods[0].GetIdentifier()
            : syntax.ArgumentList?.Arguments.First(argument => argument.NameEquals?.Name.Identifier.ValueText == "Gradient").GetLocation();
        string reason = methods.Count switch
        {
            0 => "there is no such method",
            1 => $"that is '{methods[0].ToText()}', which returns '{methods[0].ReturnType.ToText()}'",
            _ => $"there are {methods.Count} such methods, none of which fits",
        };
        findings.Add(
            ObjectiveDiagnostics.Gradient, location, type.ToText(), name, reason,
            $"{(type.IsStatic ? "static " : "")}void {name}(ReadOnlySpan<double> x, Span<double> gradient)");
        return null;
    }

    private static bool Fits(IMethodSymbol method, out SpecialType element)
    {
        element = SpecialType.None;
        return method is { ReturnsVoid: true, IsGenericMethod: false, Parameters: [var point, var gradient] }
            && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
            && point.Type.IsReadOnlySpanOf(out element)
            && element is SpecialType.System_Single or SpecialType.System_Double
            && gradient.Type.IsSpanOf(out SpecialType written) && written == element;
    }
}
