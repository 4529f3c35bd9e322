using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace L2E.Kernels.CodeFixes;

/// <summary>Gives a parameter of <c>Evaluate</c> the type that it must have.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ParameterTypeFix)), Shared]
public sealed class ParameterTypeFix() : NodeFix("L2E0007")
{
    private protected override (string Title, SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SyntaxGenerator generator)
    {
        // Without a parameter the diagnostic stands at the list.
        if (node is ParameterListSyntax { Parameters.Count: 0 } list)
        {
            ParameterSyntax first = SyntaxFactory.Parameter(SyntaxFactory.Identifier("x")).WithType(GetType("ReadOnlySpan", "double"));
            return ("Take 'ReadOnlySpan<double> x'", list, list.AddParameters(first));
        }

        if (node.FirstAncestorOrSelf<ParameterSyntax>() is not { Parent: ParameterListSyntax parameters } parameter)
            return null;
        int index = parameters.Parameters.IndexOf(parameter);
        if (index > 1)
            return null;
        // Scratch has the element type of the row.
        string element = GetElement(parameters.Parameters[0]);
        string span = index == 0 ? "ReadOnlySpan" : "Span";
        ParameterSyntax changed = parameter
            .WithModifiers([])
            .WithType(GetType(span, element).WithTrailingTrivia(SyntaxFactory.Space))
            .WithLeadingTrivia(parameter.GetLeadingTrivia());
        return ($"Take '{span}<{element}> {parameter.Identifier.ValueText}'", parameter, changed);
    }

    private static string GetElement(ParameterSyntax parameter) =>
        parameter.Type?.DescendantNodesAndSelf().Any(node =>
            node is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.FloatKeyword }) is true
            ? "float"
            : "double";

    private static TypeSyntax GetType(string span, string element) =>
        SyntaxFactory.ParseTypeName($"global::System.{span}<{element}>").WithAdditionalAnnotations(Simplifier.Annotation);
}
