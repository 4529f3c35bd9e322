using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Emission;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>What the catalogue lists, and where it stands.</summary>
internal static class CatalogueRules
{
    /// <summary>How the catalogue makes the objective; reports it when it cannot.</summary>
    public static CatalogueEntry GetEntry(INamedTypeSymbol type, Location identifier, FindingSink findings)
    {
        if (TypeRules.FindUnreachable(type) is { } unreachable)
        {
            findings.Add(
                ObjectiveDiagnostics.NotReachable, identifier, type.ToText(), unreachable.ToText(),
                unreachable.DeclaredAccessibility.ToText());
            return CatalogueEntry.None;
        }

        if (type.IsStatic)
            return CatalogueEntry.Default;
        if (type.GetMembers("Create").Any(member => IsCreate(member, type)))
            return CatalogueEntry.Create;
        if (!HasData(type))
            return CatalogueEntry.Default;
        findings.Add(ObjectiveDiagnostics.NoCreate, identifier, type.ToText());
        return CatalogueEntry.None;
    }

    /// <summary>The assembly's root namespace: what the project says, or else the assembly's name, made a valid name.</summary>
    public static string[] GetRootNamespace(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        string name = options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? declared) && declared.Length > 0
            ? declared
            : compilation.AssemblyName ?? "";
        return [.. name.Split('.').Where(part => part.Length > 0).Select(ToIdentifier)];
    }

    public static CatalogueTarget GetTarget(Compilation compilation, string[] rootNamespace)
    {
        bool isFree = true;
        CheckPlace(compilation, rootNamespace, _ => isFree = false);
        return new CatalogueTarget(string.Join(".", rootNamespace.Select(Symbols.Escape)), isFree);
    }

    /// <summary>Reports what of the user's stands where the catalogue is generated.</summary>
    public static void CheckPlace(Compilation compilation, string[] rootNamespace, Action<Diagnostic> report)
    {
        INamespaceSymbol @namespace = compilation.Assembly.GlobalNamespace;
        foreach (string part in rootNamespace)
        {
            foreach (INamedTypeSymbol type in GetTypes(@namespace, part))
                Report(type, "it is a type with the name of the root namespace", "rename it, or set RootNamespace");
            INamespaceSymbol? next = @namespace.GetNamespaceMembers().FirstOrDefault(member => member.Name == part);
            if (next is null)
                return;
            @namespace = next;
        }

        foreach (INamedTypeSymbol type in GetTypes(@namespace, CatalogueWriter.TypeName))
        {
            if (!type.DeclaringSyntaxReferences.All(reference => IsStaticPartialClass(reference.GetSyntax())))
                Report(type, "it is not a static partial class", $"write 'static partial class {CatalogueWriter.TypeName}', or rename it");

            foreach (ISymbol member in CatalogueWriter.MemberNames.SelectMany(type.GetOwnMembers))
                Report(member, "a member of that name is generated", "rename it");
        }

        void Report(ISymbol symbol, string found, string advice) =>
            report(Diagnostic.Create(ObjectiveDiagnostics.CatalogueTaken, symbol.GetIdentifier(), symbol.ToText(), found, advice));
    }

    private static IEnumerable<INamedTypeSymbol> GetTypes(INamespaceSymbol @namespace, string name) =>
        @namespace.GetTypeMembers(name, 0).Where(type => !type.IsFileLocal);

    private static bool IsStaticPartialClass(SyntaxNode declaration) =>
        declaration is ClassDeclarationSyntax type
        && type.Modifiers.Any(SyntaxKind.StaticKeyword)
        && type.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool IsCreate(ISymbol member, INamedTypeSymbol type) =>
        member is IMethodSymbol { IsStatic: true, IsGenericMethod: false, RefKind: RefKind.None, Parameters: [var parameter] } method
        && parameter.RefKind == RefKind.None
        && parameter.Type.ToDisplayString() == "L2E.Kernels.ObjectiveInstance"
        && SymbolEqualityComparer.Default.Equals(method.ReturnType, type)
        && TypeRules.IsReachable(method.DeclaredAccessibility);

    /// <summary>Fields, or a constructor's parameters: those of a primary constructor may be kept without a field to see.</summary>
    private static bool HasData(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic)
        || type.InstanceConstructors.Any(constructor => constructor.Parameters.Length > 0);

    private static string ToIdentifier(string part)
    {
        string identifier = string.Concat(part.Select(c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_'));
        return SyntaxFacts.IsIdentifierStartCharacter(identifier[0]) ? identifier : "_" + identifier;
    }
}
