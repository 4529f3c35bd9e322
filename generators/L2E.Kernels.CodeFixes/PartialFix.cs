using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace L2E.Kernels.CodeFixes;

/// <summary>Declares a type 'partial' that generated code is to be added to.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PartialFix)), Shared]
public sealed class PartialFix() : NodeFix("L2E0001")
{
    private protected override (string Title, SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SyntaxGenerator generator) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            ? (
                $"Declare '{type.Identifier.ValueText}' partial", type,
                generator.WithModifiers(type, generator.GetModifiers(type).WithPartial(true)))
            : null;
}
