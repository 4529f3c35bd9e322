using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>Runs the generator and the analyzer over source text, as the compiler of the .NET 9 SDK would.</summary>
internal static class GeneratorHost
{
    public const string RootNamespace = "Sample";

    // Documentation is diagnosed, so that a wrong comment in generated code is a warning that the tests see.
    public static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static readonly SyntaxTree globalUsings = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using CommunityToolkit.HighPerformance;
        global using L2E.Kernels;
        """,
        ParseOptions,
        "Source0.cs");

    // What the compiler finds in its references it keeps for every compilation that is made of this one.
    private static readonly CSharpCompilation references = CSharpCompilation.Create(
        "Sample.Assembly",
        syntaxTrees: [],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal)
                    || name is "netstandard.dll" or "L2E.Kernels.Core.dll" or "CommunityToolkit.HighPerformance.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpCompilation Compile(params string[] sources) => references.AddSyntaxTrees(
        [globalUsings, .. sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{i + 1}.cs"))]);

    public static CSharpCompilation Compile(string assemblyName, string[] sources) => Compile(sources).WithAssemblyName(assemblyName);

    /// <param name="rootNamespace">What the project file says; null for nothing.</param>
    /// <param name="deviceBindings">What the project file says of device code; null for nothing.</param>
    public static CSharpGeneratorDriver CreateDriver(string? rootNamespace = RootNamespace, string? deviceBindings = null) =>
        CSharpGeneratorDriver.Create(
            [new ObjectiveGenerator().AsSourceGenerator()],
            additionalTexts: [],
            ParseOptions,
            new ProjectOptions(rootNamespace, deviceBindings),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static GeneratorRun Run(params string[] sources) => Run(Compile(sources), RootNamespace);

    public static GeneratorRun Run(CSharpCompilation input, string? rootNamespace)
    {
        GeneratorDriver driver = CreateDriver(rootNamespace)
            .RunGeneratorsAndUpdateCompilation(input, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new GeneratorRun(input, output, driver.GetRunResult(), diagnostics, new ProjectOptions(rootNamespace));
    }

    /// <summary>The build properties that the compiler would pass.</summary>
    internal sealed class ProjectOptions(string? rootNamespace, string? deviceBindings = null) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(rootNamespace, deviceBindings);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Properties(string? rootNamespace, string? deviceBindings) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = key switch
                {
                    "build_property.RootNamespace" => rootNamespace!,
                    ObjectiveGenerator.DeviceBindingsProperty => deviceBindings!,
                    _ => null!,
                };
                return value is not null;
            }
        }
    }
}
