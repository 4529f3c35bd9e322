using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Finds the method for the constraints that the attribute names.</summary>
internal static class ConstraintRules
{
    public static ConstraintsModel? Check(INamedTypeSymbol type, AttributeData attribute, AttributeSyntax syntax, FindingSink findings)
    {
        string? name = Get("Constraints") as string;
        int? count = Get("ConstraintCount") as int?;
        if (name is null)
        {
            if (count is not null)
                Add("ConstraintCount", "nothing", $"ConstraintCount is {count}", "name the method: Constraints = nameof(Limits)");
            return null;
        }

        // How many there are may depend on a struct's data.
        bool isOwn = !type.IsStatic && MemberRules.HasProperty(type, "ConstraintCount", SpecialType.System_Int32, "int", findings);
        if (isOwn ? count is not null : count is null or < 1)
        {
            Add(
                count is null ? "Constraints" : "ConstraintCount", name, count is null ? "ConstraintCount is missing" : $"ConstraintCount is {count}",
                isOwn ? "leave it out, the type has a property of that name" : "give their number, at least 1: ConstraintCount = 2");
            return null;
        }

        if (!type.IsStatic)
            MemberRules.CheckFree(type, "EvaluateConstraints", static _ => false, findings);

        List<IMethodSymbol> methods = [.. type.GetOwnMembers(name).OfType<IMethodSymbol>()];
        if (methods.Find(Fits) is { } found)
            return new ConstraintsModel(Symbols.Escape(name), found.IsStatic, count);
        string reason = methods.Count switch
        {
            0 => "there is no such method",
            1 => $"that is '{methods[0].ToText()}', which returns '{methods[0].ReturnType.ToText()}'",
            _ => $"there are {methods.Count} such methods, none of which fits",
        };
        string modifier = type.IsStatic ? "static " : "";
        findings.Add(
            ObjectiveDiagnostics.Constraints, methods.Count == 1 ? methods[0].GetIdentifier() : GetPlace("Constraints"), type.ToText(), name,
            reason, $"write '{modifier}void {name}(ReadOnlySpan<double> x, Span<double> constraints)'");
        return null;

        object? Get(string argument) => attribute.NamedArguments.FirstOrDefault(pair => pair.Key == argument).Value.Value;

        Location? GetPlace(string argument) => syntax.ArgumentList?.Arguments
            .First(candidate => candidate.NameEquals?.Name.Identifier.ValueText == argument).GetLocation();

        void Add(string argument, string named, string found, string advice) =>
            findings.Add(ObjectiveDiagnostics.Constraints, GetPlace(argument), type.ToText(), named, found, advice);
    }

    private static bool Fits(IMethodSymbol method) =>
        method is { ReturnsVoid: true, IsGenericMethod: false, Parameters: [var point, var constraints] }
        && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
        && point.Type.IsReadOnlySpanOf(out SpecialType read) && read == SpecialType.System_Double
        && constraints.Type.IsSpanOf(out SpecialType written) && written == SpecialType.System_Double;
}
