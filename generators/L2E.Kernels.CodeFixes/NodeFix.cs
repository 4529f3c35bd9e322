using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace L2E.Kernels.CodeFixes;

/// <summary>A fix that replaces the syntax node at a diagnostic's place.</summary>
/// <param name="diagnosticId">The diagnostic that it fixes.</param>
public abstract class NodeFix(string diagnosticId) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [diagnosticId];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? node = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        if (root is null || node is null || Fix(node, SyntaxGenerator.GetGenerator(context.Document)) is not var (title, old, fresh))
            return;
        context.RegisterCodeFix(
            CodeAction.Create(
                title,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(old, fresh))),
                equivalenceKey: diagnosticId),
            context.Diagnostics);
    }

    /// <summary>What the fix is called, which node it replaces and by what; null when it cannot help.</summary>
    private protected abstract (string Title, SyntaxNode Old, SyntaxNode New)? Fix(SyntaxNode node, SyntaxGenerator generator);
}
