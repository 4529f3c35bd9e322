using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>What one run over a compilation gave.</summary>
internal sealed record GeneratorRun(
    CSharpCompilation Input,
    Compilation Output,
    GeneratorDriverRunResult Result,
    ImmutableArray<Diagnostic> GeneratorDiagnostics,
    GeneratorHost.ProjectOptions Options)
{
    /// <summary>The generated texts by the names of their files.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; } =
        Result.Results.Single().GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>What the analyzer says of the user's code and the generated code together, in the order of the text.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeAsync()
    {
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([], Options),
            onAnalyzerException: (exception, _, _) => throw new InvalidOperationException("The analyzer failed.", exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> diagnostics = await new CompilationWithAnalyzers(Output, [new ObjectiveAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return
        [
            .. diagnostics
                .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
    }

    /// <summary>The compiler's errors and warnings that the user's code alone does not have.</summary>
    public IEnumerable<Diagnostic> GetAddedCompilerDiagnostics() => ExceptThoseOfTheInput(Output.GetDiagnostics());

    /// <summary>Compiles and loads the assembly; fails where the generated code has an error or a warning.</summary>
    public GeneratedAssembly Load()
    {
        Assert.Empty(GeneratorDiagnostics);
        using MemoryStream image = new();
        // With documentation, so that what is wrong with it is found too.
        EmitResult result = Output.Emit(image, xmlDocumentationStream: Stream.Null);
        Assert.Empty(ExceptThoseOfTheInput(result.Diagnostics));
        Assert.True(result.Success);
        image.Position = 0;
        return new GeneratedAssembly(image);
    }

    private IEnumerable<Diagnostic> ExceptThoseOfTheInput(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostic[] found = [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        // To compile costs: where nothing is found, it does not matter what the input alone has.
        if (found.Length == 0)
            return found;
        HashSet<(string, Location)> before = [.. Input.GetDiagnostics().Select(diagnostic => (diagnostic.Id, diagnostic.Location))];
        return found.Where(diagnostic => !before.Contains((diagnostic.Id, diagnostic.Location)));
    }
}
