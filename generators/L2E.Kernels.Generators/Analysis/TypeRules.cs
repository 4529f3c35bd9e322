using System.Collections.Immutable;
using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>What kind of type may be an objective, and where it may lie.</summary>
internal static class TypeRules
{
    /// <param name="type">The marked type.</param>
    /// <param name="identifier">Where its name stands in the declaration that has the attribute.</param>
    /// <param name="findings">Receives what is wrong.</param>
    public static TypeModel Check(INamedTypeSymbol type, Location identifier, FindingSink findings)
    {
        string name = type.ToText();
        if (GetUnsupportedKind(type) is { } kind)
            findings.Add(ObjectiveDiagnostics.UnsupportedType, identifier, name, name, kind);
        else if (type is { TypeKind: TypeKind.Class, IsStatic: false })
            findings.Add(ObjectiveDiagnostics.ClassNotStatic, identifier, name);

        Stack<TypeDeclarationModel> declarations = new();
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            CheckLevel(level, name, ReferenceEquals(level, type) ? identifier : level.GetIdentifier(), findings);
            declarations.Push(new TypeDeclarationModel(GetKeyword(level), Symbols.Escape(level.Name)));
        }

        return new TypeModel(GetNamespace(type.ContainingNamespace), new([.. declarations]));
    }

    /// <summary>The type or the type around it that code elsewhere in the assembly cannot name, if there is one.</summary>
    public static INamedTypeSymbol? FindUnreachable(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.ContainingType)
        {
            if (!IsReachable(level.DeclaredAccessibility))
                return level;
        }

        return null;
    }

    /// <summary>Whether a member of this accessibility can be used from everywhere in its assembly.</summary>
    public static bool IsReachable(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static void CheckLevel(INamedTypeSymbol level, string name, Location? identifier, FindingSink findings)
    {
        if (level.IsFileLocal)
            findings.Add(ObjectiveDiagnostics.UnsupportedType, identifier, name, level.ToText(), "local to its file");
        if (level.Arity > 0)
            findings.Add(ObjectiveDiagnostics.Generic, identifier, name, level.ToText());

        foreach (SyntaxReference reference in level.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is TypeDeclarationSyntax declaration
                && !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                findings.Add(ObjectiveDiagnostics.NotPartial, declaration.Identifier.GetLocation(), name, level.ToText());
            }
        }

        // A second type of the same name and arity is the compiler's to report; a part of both would be written otherwise.
        ImmutableArray<INamedTypeSymbol> sameName = level.ContainingType?.GetTypeMembers(level.Name, level.Arity)
            ?? level.ContainingNamespace.GetTypeMembers(level.Name, level.Arity);
        if (sameName.Count(other => SymbolEqualityComparer.Default.Equals(other.ContainingAssembly, level.ContainingAssembly)) > 1)
            findings.LeaveToCompiler();
    }

    private static string? GetUnsupportedKind(INamedTypeSymbol type) => type switch
    {
        { IsRefLikeType: true } => "a ref struct",
        { TypeKind: TypeKind.Class, IsRecord: true } => "a record class",
        { TypeKind: TypeKind.Class or TypeKind.Struct } => null,
        _ => $"of kind {type.TypeKind}",
    };

    private static string GetKeyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Interface, _) => "interface",
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (_, true) => "record",
        _ => "class",
    };

    private static string GetNamespace(INamespaceSymbol @namespace)
    {
        Stack<string> names = new();
        for (INamespaceSymbol level = @namespace; !level.IsGlobalNamespace; level = level.ContainingNamespace)
            names.Push(Symbols.Escape(level.Name));
        return string.Join(".", names);
    }
}
