using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Finds the method for the gradient that the attribute names.</summary>
internal static class GradientRules
{
    /// <param name="type">The marked type.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="syntax">The attribute's text.</param>
    /// <param name="ownMembers">The members of the contract that the type declares itself.</param>
    /// <param name="findings">Receives what is wrong.</param>
    public static OwnGradientModel? Check(
        INamedTypeSymbol type, AttributeData attribute, AttributeSyntax syntax, OwnMembers ownMembers, FindingSink findings)
    {
        if (attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Gradient").Value.Value is not string name)
            return null;
        Location? place = syntax.ArgumentList?.Arguments
            .First(argument => argument.NameEquals?.Name.Identifier.ValueText == "Gradient").GetLocation();
        if (ownMembers.HasFlag(OwnMembers.Gradient))
        {
            findings.Add(
                ObjectiveDiagnostics.Gradient, place, type.ToText(), name, "it declares the members for the gradient itself",
                "leave out either");
            return null;
        }

        List<IMethodSymbol> methods = [.. type.GetOwnMembers(name).OfType<IMethodSymbol>()];
        if (methods.Find(method => Fits(method, out _)) is { } found)
        {
            Fits(found, out SpecialType element);
            return new OwnGradientModel(Symbols.Escape(name), element == SpecialType.System_Single, found.IsStatic);
        }

        Location? location = methods.Count == 1
            ? methods[0].GetIdentifier()
            : place;
        string reason = methods.Count switch
        {
            0 => "there is no such method",
            1 => $"that is '{methods[0].ToText()}', which returns '{methods[0].ReturnType.ToText()}'",
            _ => $"there are {methods.Count} such methods, none of which fits",
        };
        findings.Add(
            ObjectiveDiagnostics.Gradient, location, type.ToText(), name, reason,
            $"write '{(type.IsStatic ? "static " : "")}void {name}(ReadOnlySpan<double> x, Span<double> gradient)'");
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
