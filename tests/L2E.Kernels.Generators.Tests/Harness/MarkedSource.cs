using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>Source text in which <c>[|</c> and <c>|]</c> stand around the place where a diagnostic is expected.</summary>
internal static class MarkedSource
{
    /// <summary>
    /// Asserts that the analyzer reports exactly this one diagnostic, at the mark; that the generator does not crash; and,
    /// when it is an error, that nothing is generated that the compiler objects to.
    /// </summary>
    public static async Task AssertReportsAsync(string id, string message, string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        Assert.True(start >= 0 && end > start, "The source has no mark.");
        GeneratorRun run = GeneratorHost.Run(marked.Replace("[|", "").Replace("|]", ""));

        Diagnostic diagnostic = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal((id, message), (diagnostic.Id, diagnostic.GetMessage()));
        Assert.Equal("Source1.cs", diagnostic.Location.SourceTree!.FilePath);
        Assert.Equal(TextSpan.FromBounds(start, end), diagnostic.Location.SourceSpan);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.GetAddedCompilerDiagnostics());
    }
}
