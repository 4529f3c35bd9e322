using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace L2E.Kernels.CodeFixes;

/// <summary>Calls the function of <c>MathF</c> in place of that of <c>Math</c>, without the cast back to float.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MathFFix)), Shared]
public sealed class MathFFix() : NodeFix("L2E0034")
{
    private protected override (string Title, SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SyntaxGenerator generator)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
            return null;
        SimpleNameSyntax? name = call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name,
            // With 'using static System.Math'.
            SimpleNameSyntax alone => alone,
            _ => null,
        };
        if (name is null)
            return null;

        InvocationExpressionSyntax changed = call
            .WithExpression(SyntaxFactory.ParseExpression($"global::System.MathF.{name.Identifier.Text}")
                .WithAdditionalAnnotations(Simplifier.Annotation));
        ExpressionSyntax old = call;
        while (old.Parent is ParenthesizedExpressionSyntax parenthesized)
            old = parenthesized;
        old = old.Parent is CastExpressionSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.FloatKeyword } } cast
            ? cast
            : call;
        return ($"Call 'MathF.{name.Identifier.Text}'", old, changed.WithTriviaFrom(old));
    }
}
