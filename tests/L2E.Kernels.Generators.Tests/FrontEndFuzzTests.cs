using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using L2E.Kernels.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Tests;

/// <summary>
/// Random declarations, from right ones with one thing changed to nonsense: the generator and the analyzer never crash, and
/// to code that is right by itself the generator adds no error and no warning.
/// </summary>
public class FrontEndFuzzTests
{
    [Fact]
    public void No_declaration_crashes_the_generator_or_makes_it_write_what_does_not_compile()
    {
        int compiled = 0;
        Property property = Prop.ForAll(Arb.From(RandomDeclarations.Sources), files =>
        {
            GeneratorRun run = GeneratorHost.Run(files);
            // An exception of the analyzer comes out of this; one of the generator is among its diagnostics.
            ImmutableArray<Diagnostic> findings = run.AnalyzeAsync().GetAwaiter().GetResult();
            IEnumerable<Diagnostic> wrong = run.GeneratorDiagnostics;
            if (!run.Input.GetDiagnostics().Any(IsError))
            {
                wrong = wrong.Concat(run.GetAddedCompilerDiagnostics());
                compiled += run.Texts.Count;
            }

            Assert.True(!wrong.Any(), string.Join("\n", [.. files, .. wrong.Concat(findings).Select(diagnostic => diagnostic.ToString())]));
        });

        Check.One(RandomTests.Configure(300), property);

        Assert.True(compiled > 50, $"Only {compiled} files were compiled: the declarations are too random to say anything.");
    }

    /// <summary>An error, but for a struct that names the interface and leaves its members to the generator.</summary>
    private static bool IsError(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id is not ("CS0535" or "CS0540");
}
