using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Emission;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>The members of the contract: which of them the user may write, and how they must look then.</summary>
internal static class MemberRules
{
    private static readonly string[] structMembers =
    [
        "Description", "KnownOptimum", "RequiredDimension", "GetWorkspaceLength", "Evaluate", OpenClWriter.ConstantName,
        IlgpuWriter.StructName,
    ];

    private static readonly string[] gradientMembers =
        ["HasGradient", "GetGradientWorkspaceLength", "EvaluateGradient", GradientWriter.RowMethod];

    /// <returns>The members that the user wrote as they should be.</returns>
    public static OwnMembers Check(INamedTypeSymbol type, Location identifier, FindingSink findings)
    {
        string[] generated = type.IsStatic ? ["Binding"] : structMembers;
        if (generated.Contains(type.Name))
        {
            findings.Add(
                ObjectiveDiagnostics.ContractMember, identifier, type.ToText(), type.Name,
                "a member of that name is generated, and a type may not have its own name for one; rename the type");
        }

        if (type.IsStatic)
        {
            CheckFree(type, "Binding", static _ => false, findings);
            return OwnMembers.None;
        }

        CheckFree(type, "Description", static _ => false, findings);
        CheckFree(type, OpenClWriter.ConstantName, static _ => false, findings);
        CheckFree(type, IlgpuWriter.StructName, static _ => false, findings);
        CheckFree(type, "GetWorkspaceLength", static member => member is IMethodSymbol, findings);
        OwnMembers own = OwnMembers.None;
        if (HasProperty(type, "KnownOptimum", SpecialType.System_Double, "double", findings))
            own |= OwnMembers.KnownOptimum;
        if (HasProperty(type, "RequiredDimension", SpecialType.System_Int32, "int", findings))
            own |= OwnMembers.RequiredDimension;
        if (gradientMembers.SelectMany(type.GetOwnMembers).Any())
            own |= OwnMembers.Gradient;
        return own;
    }

    /// <summary>Reports a member unless it fits and is accessible; a struct's implements the interface and must be public.</summary>
    public static void CheckShape(INamedTypeSymbol type, ISymbol member, bool fits, string expected, FindingSink findings)
    {
        bool isAccessible = type.IsStatic
            ? TypeRules.IsReachable(member.DeclaredAccessibility)
            : member.DeclaredAccessibility == Accessibility.Public;
        if (!fits || !isAccessible)
        {
            findings.Add(
                ObjectiveDiagnostics.ContractMember, member.GetIdentifier(), type.ToText(), Describe(member), $"write '{expected}'");
        }
    }

    /// <summary>Whether the type has a property of the contract, which is reported unless it is as it should be.</summary>
    public static bool HasProperty(INamedTypeSymbol type, string name, SpecialType expected, string keyword, FindingSink findings)
    {
        if (type.GetOwnMembers(name).FirstOrDefault() is not { } member)
            return false;
        bool fits = member is IPropertySymbol
        {
            IsStatic: false,
            RefKind: RefKind.None,
            GetMethod.DeclaredAccessibility: Accessibility.Public,
        } property && property.Type.SpecialType == expected;
        CheckShape(type, member, fits, $"public {keyword} {name} {{ get; }}", findings);
        return true;
    }

    /// <summary>Reports a member of a name that is generated.</summary>
    public static void CheckFree(INamedTypeSymbol type, string name, Func<ISymbol, bool> isAllowed, FindingSink findings)
    {
        if (type.GetOwnMembers(name).FirstOrDefault(member => !isAllowed(member)) is { } member)
        {
            findings.Add(
                ObjectiveDiagnostics.ContractMember, member.GetIdentifier(), type.ToText(), Describe(member),
                "a member of that name is generated; rename this one");
        }
    }

    private static string Describe(ISymbol member) =>
        member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat
            .WithMemberOptions(
                SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers
                | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters
                | SymbolDisplayMemberOptions.IncludeRef));
}
