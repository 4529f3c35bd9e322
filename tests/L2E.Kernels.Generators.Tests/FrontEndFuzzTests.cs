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
    private static readonly Gen<string> element = Gen.Elements("double", "double", "double", "float", "float", "int", "T", "Missing");

    private static readonly Gen<string> accessibility =
        Gen.Elements("public", "public", "public", "public", "internal", "private", "", "protected");

    private static readonly Gen<string> number =
        Gen.Elements("-5", "5", "0", "1.5f", "1e300", "double.NaN", "1 / 0.0", "-0.0", "\"text\"", "null", "'c'", "int.MaxValue", "Missing");

    private static readonly Gen<string> typeName = Frequently(
        Gen.Elements("F", "G", "H"),
        Gen.Elements("f", "@class", "@record", "Binding", "Evaluate", "Description", "KnownOptimum", "ObjectiveCatalogue", "Sample", "System", "L2E", "global"));

    private static readonly Gen<string> parameters = Frequently(
        from type in element
        select $"ReadOnlySpan<{type}> x",
        Gen.OneOf(
            from first in element
            from second in element
            select $"ReadOnlySpan<{first}> x, Span<{second}> scratch",
            Gen.Elements(
                "", "double x", "double[] x", "Span<double> x", "in ReadOnlySpan<double> x", "ref ReadOnlySpan<float> x",
                "params ReadOnlySpan<double> x", "scoped ReadOnlySpan<double> x", "ReadOnlySpan<double> x = default",
                "ReadOnlySpan<double> x, Span<double> scratch = default", "ReadOnlySpan<double> x, out int y", "__arglist",
                "ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace", "this ReadOnlySpan<double> x",
                "ReadOnlySpan<double> x, Span<double> scratch, int more", "ReadOnlySpan<double>", "double* x", "dynamic x")));

    private static readonly Gen<string> evaluate =
        from access in accessibility
        from modifier in Frequently(Gen.Elements("static", ""), Gen.Elements("abstract", "readonly", "unsafe", "async", "partial", "extern", "new", "static unsafe", "override"))
        from result in Frequently(Gen.Elements("double", "float"), Gen.Elements("void", "int", "ref double", "double?", "Missing", "string", "dynamic"))
        from name in Frequently(Gen.Constant("Evaluate"), Gen.Elements("evaluate", "Evaluate<T>", "IObjective.Evaluate", "Evaluate2"))
        from list in parameters
        select $"{access} {modifier} {result} {name}({list}) => throw new Exception();";

    private static readonly Gen<string> member = Gen.OneOf(
        evaluate,
        from access in accessibility
        from modifier in Gen.Elements("static", "", "readonly")
        from type in Gen.Elements("double", "int", "float", "string", "Missing")
        from name in Gen.Elements(
            "KnownOptimum", "RequiredDimension", "Description", "Binding", "field", "GetWorkspaceLength", "Create", "GetScratchLength", "Evaluate")
        from body in Gen.Elements(";", " { get; }", " { private get; set; }", " => 0;", "() => 0;", "(int dimension) => 0;", "<T>(int dimension) => 0;")
        select $"{access} {modifier} {type} {name}{body}",
        Gen.Elements(
            "private static int GetScratchLength(int dimension) => dimension;",
            "public static int GetWorkspaceLength(int dimension) => dimension;",
            "public int GetWorkspaceLength(int dimension) => dimension;",
            "public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) { }",
            "public static void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) { }",
            "public static F Create(ObjectiveInstance instance) => default;",
            "internal static G Create(in ObjectiveInstance instance) => default;",
            "public double KnownOptimum => 1;",
            "double IObjective.KnownOptimum => 1;",
            "class Binding { }",
            "readonly double[] data;",
            "public required double Data { get; init; }",
            "static F() { }",
            "public event Action? Changed;",
            "~~ not a member"));

    private static readonly Gen<string> attributeArgument =
        from name in Gen.Elements("Lower", "Upper", "Optimum", "Dimension", "MinDimension", "MaxDimension", "Summary", "Name", "Missing")
        from value in number
        select $", {name} = {value}";

    private static readonly Gen<string> attribute =
        from name in Frequently(Gen.Elements("\"f\"", "\"g\"", "\"h-1\""), Gen.Elements("\"F\"", "\"\"", "null!", "3", "\"a\\nb\"", "Missing", "name: \"f\""))
        from bounds in Frequently(Gen.Constant(", Lower = -5, Upper = 5"), Gen.Elements("", ", Lower = 5, Upper = -5", ", Upper = 5"))
        from more in Frequently(Gen.Elements("", ", Dimension = 3", ", Optimum = 0, Summary = \"s\""), attributeArgument)
        select $"[Objective({name}{bounds}{more})]";

    private static readonly Gen<string> declaration =
        from mark in Frequently(attribute, Gen.Elements("", "[Objective]", "[Obsolete, Objective(\"f\", Lower = -5, Upper = 5)]", "[Objective(\"f\")] [Objective(\"f\")]"))
        from access in accessibility
        from kind in Frequently(
            Gen.Elements("static partial class", "static partial class", "partial struct", "readonly partial struct", "partial record struct"),
            Gen.Elements(
                "class", "struct", "partial class", "partial record", "partial interface", "enum", "ref partial struct", "file static partial class",
                "static class", "sealed static partial class", "unsafe partial struct", "abstract partial class", "static partial struct", "readonly partial class"))
        from name in typeName
        from generic in Frequently(Gen.Constant(""), Gen.Elements("<T>", "<in T>", "(double data)", " : IObjective", " : IDisposable"))
        from modifier in Gen.Constant(kind.Contains("static", StringComparison.Ordinal) ? "static" : "")
        from method in Frequently(Gen.Constant($"public {modifier} double Evaluate(ReadOnlySpan<double> x) => 0;"), evaluate)
        from members in member.ListOf().Select(list => list.Take(3))
        from plain in Gen.Choose(0, 2)
        select $"{mark} {access} {kind} {name}{generic} {{ {method} {(plain == 0 ? string.Join(" ", members) : "")} }}";

    private static readonly Gen<string> nested = Frequently(
        declaration,
        from outer in Gen.Elements(
            "namespace Sample", "namespace System", "namespace @if.@record", "partial class Outer", "class Outer", "partial struct Outer", "partial interface IOuter",
            "partial record Outer", "static partial class Outer", "partial class Outer<T>", "file partial class Outer", "partial class F")
        from inner in declaration
        from second in Frequently(Gen.Constant(""), declaration)
        select $"{outer} {{ {inner} {second} }}");

    private static readonly Gen<string[]> sources =
        from count in Gen.Choose(1, 3)
        from files in nested.ArrayOf(count)
        from catalogue in Frequently(
            Gen.Constant(""),
            Gen.Elements("namespace Sample { public static partial class ObjectiveCatalogue; }", "namespace Sample { class ObjectiveCatalogue { } }", "class Sample { }"))
        select files.Append(catalogue).ToArray();

    [Fact]
    public void No_declaration_crashes_the_generator_or_makes_it_write_what_does_not_compile()
    {
        int compiled = 0;
        Property property = Prop.ForAll(Arb.From(sources), files =>
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

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), property);

        Assert.True(compiled > 100, $"Only {compiled} files were compiled: the declarations are too random to say anything.");
    }

    /// <summary>An error, but for a struct that names the interface and leaves its members to the generator.</summary>
    private static bool IsError(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id is not ("CS0535" or "CS0540");

    /// <summary>Mostly what is right, so that whole declarations are right often enough.</summary>
    private static Gen<string> Frequently(Gen<string> right, Gen<string> wrong) => Gen.Frequency((9, right), (1, wrong));
}
