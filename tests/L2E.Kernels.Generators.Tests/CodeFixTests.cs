using System.Collections.Immutable;
using L2E.Kernels.CodeFixes;
using L2E.Kernels.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace L2E.Kernels.Generators.Tests;

/// <summary>What an editor offers for a diagnostic, and the text that it makes.</summary>
public class CodeFixTests
{
    private const string Attribute = "[Objective(\"f\", Lower = -5, Upper = 5)]";
    private const string Evaluate = "public static double Evaluate(ReadOnlySpan<double> x) => x[0];";

    private static readonly AdhocWorkspace workspace = new();

    [Theory]
    [InlineData(
        $"{Attribute}\npublic static class F {{ {Evaluate} }}", $"{Attribute}\npublic static partial class F {{ {Evaluate} }}", "F")]
    [InlineData(
        $"// The place.\nclass Outer\n{{\n    {Attribute} static partial class F {{ {Evaluate} }}\n}}",
        $"// The place.\npartial class Outer\n{{\n    {Attribute} static partial class F {{ {Evaluate} }}\n}}", "Outer")]
    [InlineData(
        $"{Attribute} readonly record struct F {{ public double Evaluate(ReadOnlySpan<double> x) => 0; }}",
        $"{Attribute} readonly partial record struct F {{ public double Evaluate(ReadOnlySpan<double> x) => 0; }}", "F")]
    public Task A_type_becomes_partial(string source, string expected, string name) =>
        AssertFixesAsync(new PartialFix(), $"Declare '{name}' partial", source, expected);

    [Theory]
    [InlineData("double[] x", "ReadOnlySpan<double> x", "ReadOnlySpan<double> x")]
    [InlineData("float[] point", "ReadOnlySpan<float> point", "ReadOnlySpan<float> point")]
    [InlineData("in ReadOnlySpan<double> x", "ReadOnlySpan<double> x", "ReadOnlySpan<double> x")]
    [InlineData("Span<float> x, Span<float> scratch", "ReadOnlySpan<float> x, Span<float> scratch", "ReadOnlySpan<float> x")]
    [InlineData("ReadOnlySpan<float> x, Span<double> scratch", "ReadOnlySpan<float> x, Span<float> scratch", "Span<float> scratch")]
    [InlineData("ReadOnlySpan<double> x, /* work */ double[] scratch", "ReadOnlySpan<double> x, /* work */ Span<double> scratch", "Span<double> scratch")]
    [InlineData("", "ReadOnlySpan<double> x", "ReadOnlySpan<double> x")]
    public Task A_parameter_gets_the_type_that_it_must_have(string parameters, string expected, string title) =>
        AssertFixesAsync(
            new ParameterTypeFix(), $"Take '{title}'",
            $"{Attribute} static partial class F {{ public static double Evaluate({parameters}) => 0; static int GetScratchLength(int dimension) => 0; }}",
            $"{Attribute} static partial class F {{ public static double Evaluate({expected}) => 0; static int GetScratchLength(int dimension) => 0; }}");

    [Theory]
    [InlineData("(float)Math.Sin(x[0])", "MathF.Sin(x[0])", "Sin")]
    [InlineData("2 + /* here */ (float)(Math.Pow(x[0], 3)) + x[1]", "2 + /* here */ MathF.Pow(x[0], 3) + x[1]", "Pow")]
    [InlineData("(float)System.Math.Atan2(x[0], x[1])", "MathF.Atan2(x[0], x[1])", "Atan2")]
    public Task A_function_of_Math_becomes_that_of_MathF(string expression, string expected, string name) =>
        AssertFixesAsync(
            new MathFFix(), $"Call 'MathF.{name}'",
            $"{Attribute} static partial class F {{ public static float Evaluate(ReadOnlySpan<float> x) => {expression}; }}",
            $"{Attribute} static partial class F {{ public static float Evaluate(ReadOnlySpan<float> x) => {expected}; }}");

    [Theory]
    [InlineData("x[0] + (float)Math.Sin(x[0] * 2.0)")]
    [InlineData("(float)(Math.Sin(x[0]) + Math.Cos(x[0]))")]
    [InlineData("Math.Abs(x[0])")]
    public async Task A_function_of_Math_that_is_meant_in_double_is_left_alone(string expression) =>
        Assert.Empty(await GeneratorHost.Run(
            $"{Attribute} static partial class F {{ public static float Evaluate(ReadOnlySpan<float> x) => {expression}; }}").AnalyzeAsync());

    [Fact]
    public Task Where_double_comes_back_to_float_it_is_reported() =>
        MarkedSource.AssertReportsAsync(
            "L2E0034", "In 'F' 'Math.Sin' computes in double what is a float before and after; write 'MathF.Sin'",
            $"{Attribute} static partial class F {{ public static float Evaluate(ReadOnlySpan<float> x) => (float)[|Math.Sin(x[0])|]; }}");

    [Theory]
    [InlineData("ReadOnlySpan<double> x, Span<double> scratch, int extra")]
    [InlineData("ReadOnlySpan<double> x, Span<double> scratch, ref double extra")]
    public async Task A_third_parameter_is_not_fixed(string parameters)
    {
        (_, IReadOnlyList<CodeAction> actions) = await GetActionsAsync(
            new ParameterTypeFix(), $"{Attribute} static partial class F {{ public static double Evaluate({parameters}) => 0; }}");

        Assert.Empty(actions);
    }

    [Fact]
    public async Task An_expression_that_is_no_call_is_not_fixed()
    {
        // Where a diagnostic of an older build points after an edit.
        Document document = CreateProject(GeneratorHost.Compile("class F { int Value => 1 + 2; }")).Documents.Single(file => file.Name == "Source1.cs");
        SyntaxTree tree = (await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken))!;
        List<CodeAction> actions = [];
        Location place = Location.Create(tree, new TextSpan(tree.ToString().IndexOf('1', StringComparison.Ordinal), 1));
        DiagnosticDescriptor descriptor = new ObjectiveAnalyzer().SupportedDiagnostics.Single(known => known.Id == "L2E0034");

        await new MathFFix().RegisterCodeFixesAsync(new CodeFixContext(
            document, place.SourceSpan, [Diagnostic.Create(descriptor, place)], (action, _) => actions.Add(action),
            TestContext.Current.CancellationToken));

        Assert.Empty(actions);
    }

    [Fact]
    public Task Every_type_around_an_objective_becomes_partial_at_once() =>
        AssertFixesAllAsync(
            new PartialFix(),
            $$"""
            // Outside.
            static class Outer // stays
            {
                /* first */ {{Attribute}}
                public static class F { {{Evaluate}} }

                internal struct Inner
                {
                    {{Attribute.Replace("\"f\"", "\"g\"", StringComparison.Ordinal)}} // second
                    public static class G
                    {
                        {{Evaluate}}
                    }
                }
            }
            """,
            $$"""
            // Outside.
            static partial class Outer // stays
            {
                /* first */ {{Attribute}}
                public static partial class F { {{Evaluate}} }

                internal partial struct Inner
                {
                    {{Attribute.Replace("\"f\"", "\"g\"", StringComparison.Ordinal)}} // second
                    public static partial class G
                    {
                        {{Evaluate}}
                    }
                }
            }
            """);

    [Fact]
    public Task Every_function_of_Math_becomes_that_of_MathF_at_once() =>
        AssertFixesAllAsync(
            new MathFFix(),
            $$"""
            {{Attribute}} static partial class F
            {
                public static float Evaluate(ReadOnlySpan<float> x)
                {
                    float wave = (float)Math.Sin(x[0]); // of the first
                    return wave
                        + (float)Math.Exp(-x[1]) /* damped */
                        * (float)(Math.Pow(x[2], 3));
                }
            }
            """,
            $$"""
            {{Attribute}} static partial class F
            {
                public static float Evaluate(ReadOnlySpan<float> x)
                {
                    float wave = MathF.Sin(x[0]); // of the first
                    return wave
                        + MathF.Exp(-x[1]) /* damped */
                        * MathF.Pow(x[2], 3);
                }
            }
            """);

    /// <summary>Applies what "fix all in document" offers, until nothing is left to fix.</summary>
    private static async Task AssertFixesAllAsync(CodeFixProvider provider, string source, string expected)
    {
        string text = source;
        for (int round = 0; round < 3; round++)
        {
            Document document = CreateProject(GeneratorHost.Compile(text)).Documents.Single(file => file.Name == "Source1.cs");
            SyntaxTree tree = (await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken))!;
            Diagnostic[] found =
            [
                .. (await GeneratorHost.Run(text).AnalyzeAsync())
                    .Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id))
                    .Select(diagnostic => Diagnostic.Create(diagnostic.Descriptor, Location.Create(tree, diagnostic.Location.SourceSpan))),
            ];
            if (found.Length == 0)
                break;
            FixAllContext context = new(
                document, provider, FixAllScope.Document, provider.FixableDiagnosticIds[0], provider.FixableDiagnosticIds,
                new Found(found), TestContext.Current.CancellationToken);
            CodeAction action = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
            ApplyChangesOperation change = Assert.Single(
                (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>());
            text = (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        }

        Assert.Equal(expected, text);
    }

    private sealed class Found(Diagnostic[] diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }

    private static async Task AssertFixesAsync(CodeFixProvider provider, string title, string source, string expected)
    {
        (Document document, IReadOnlyList<CodeAction> actions) = await GetActionsAsync(provider, source);
        CodeAction action = Assert.Single(actions);
        Assert.Equal(title, action.Title);
        ApplyChangesOperation change = Assert.Single(
            (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>());
        Document changed = change.ChangedSolution.GetDocument(document.Id)!;

        string text = (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.Equal(expected, text);
        // What is fixed is not found again.
        Assert.DoesNotContain(
            await GeneratorHost.Run(text).AnalyzeAsync(), diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id));
    }

    private static Project CreateProject(CSharpCompilation input)
    {
        Project project = workspace.AddProject("Sample", LanguageNames.CSharp)
            .WithParseOptions(GeneratorHost.ParseOptions)
            .WithCompilationOptions(input.Options)
            .WithMetadataReferences(input.References);
        foreach (SyntaxTree tree in input.SyntaxTrees)
            project = project.AddDocument(Path.GetFileName(tree.FilePath), tree.ToString()).Project;
        return project;
    }

    private static async Task<(Document Document, IReadOnlyList<CodeAction> Actions)> GetActionsAsync(
        CodeFixProvider provider, string source)
    {
        GeneratorRun run = GeneratorHost.Run(source);
        Assert.Contains(provider, provider.GetType().Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(ExportCodeFixProviderAttribute), inherit: false))
            .Select(type => type == provider.GetType() ? provider : null));
        Diagnostic diagnostic = Assert.Single(await run.AnalyzeAsync(), found => provider.FixableDiagnosticIds.Contains(found.Id));

        Document document = CreateProject(run.Input).Documents.Single(file => file.Name == "Source1.cs");
        SyntaxTree tree = (await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken))!;
        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(
            document, diagnostic.Location.SourceSpan,
            [Diagnostic.Create(diagnostic.Descriptor, Location.Create(tree, diagnostic.Location.SourceSpan))],
            (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return (document, actions);
    }
}
