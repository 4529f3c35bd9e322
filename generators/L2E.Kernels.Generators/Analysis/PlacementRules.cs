using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Emission;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Finds the placement that the attribute names.</summary>
internal static class PlacementRules
{
    /// <summary>The name that the attribute gives; null for none.</summary>
    public static string? GetName(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Placement").Value.Value as string;

    /// <returns>Its name, escaped; null for none, and where it does not fit.</returns>
    public static string? Check(
        INamedTypeSymbol type, AttributeData attribute, AttributeSyntax syntax, EvaluateModel? evaluate, FindingSink findings)
    {
        if (GetName(attribute) is not { } name)
            return null;
        ISymbol? member = type.GetOwnMembers(name).FirstOrDefault();
        if (member switch
        {
            _ when type.IsStatic => "a static class has no data",
            _ when evaluate is { IsBatch: true } => "it evaluates whole batches itself",
            null => "there is no such member",
            IFieldSymbol { IsStatic: false } field => CheckType(field, field.Type),
            IPropertySymbol { IsStatic: false, GetMethod: not null, Parameters.Length: 0 } property => CheckType(property, property.Type),
            _ => $"that is '{member.ToText()}'",
        } is not { } reason)
        {
            MemberRules.CheckFree(type, PlacedBindingWriter.NestedName, static _ => false, findings);
            return Symbols.Escape(name);
        }

        Location? location = type.IsStatic || evaluate is { IsBatch: true } || member is null
            ? syntax.ArgumentList?.Arguments.First(argument => argument.NameEquals?.Name.Identifier.ValueText == "Placement").GetLocation()
            : member.GetIdentifier();
        findings.Add(
            ObjectiveDiagnostics.Placement, location, type.ToText(), name, reason,
            evaluate is { IsBatch: true } ? "public double Evaluate(ReadOnlySpan<double> y)"
            : type.IsStatic ? $"partial struct {type.Name}" : $"private readonly Placement {name};");
        return null;
    }

    private static string? CheckType(ISymbol member, ITypeSymbol type) =>
        type.ToDisplayString() == "L2E.Kernels.Placement" ? null : $"that is '{member.ToText()}' of type '{type.ToText()}'";
}
