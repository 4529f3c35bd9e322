using FsCheck;
using FsCheck.Fluent;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>Declarations of objectives in which each part is mostly as it should be, and sometimes anything else.</summary>
internal static class RandomDeclarations
{
    private static readonly Gen<string> memberAccess =
        Mostly(["public"], "internal", "private", "", "protected", "protected internal");

    private static readonly Gen<string> elementType = Mostly(["double", "float"], "int", "T", "Missing", "double[]");

    private static readonly Gen<string> parameters = Mostly(
        from element in elementType
        select $"ReadOnlySpan<{element}> x",
        from first in elementType
        from second in elementType
        select $"ReadOnlySpan<{first}> x, Span<{second}> scratch",
        Gen.Elements(
            "",
            "double x",
            "double* x",
            "dynamic x",
            "Span<double> x",
            "in ReadOnlySpan<double> x",
            "ref ReadOnlySpan<float> x",
            "params ReadOnlySpan<double> x",
            "scoped ReadOnlySpan<double> x",
            "this ReadOnlySpan<double> x",
            "ReadOnlySpan<double> x = default",
            "ReadOnlySpan<double> x, Span<double> scratch = default",
            "ReadOnlySpan<double> x, out int y",
            "ReadOnlySpan<double> x, Span<double> scratch, int more",
            "ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace",
            "ReadOnlySpan<double>",
            "__arglist"));

    private static readonly Gen<string> evaluate =
        from access in memberAccess
        from modifier in Mostly(["static", ""], "abstract", "readonly", "unsafe", "async", "partial", "extern", "new", "override")
        from result in Mostly(["double", "float"], "void", "int", "ref double", "double?", "string", "dynamic", "Missing")
        from name in Mostly(["Evaluate"], "evaluate", "Evaluate<T>", "IObjective.Evaluate", "Evaluate2")
        from list in parameters
        select $"{access} {modifier} {result} {name}({list}) => throw new Exception();";

    private static readonly Gen<string> contractMember =
        from access in memberAccess
        from modifier in Gen.Elements("static", "", "readonly")
        from type in Gen.Elements("double", "int", "float", "string", "Missing")
        from name in Gen.Elements(
            "KnownOptimum", "RequiredDimension", "Description", "Binding", "GetWorkspaceLength", "GetScratchLength", "Create", "Evaluate")
        from body in Gen.Elements(
            ";", " { get; }", " { private get; set; }", " => 0;", "() => 0;", "(int dimension) => 0;", "<T>(int dimension) => 0;")
        select $"{access} {modifier} {type} {name}{body}";

    private static readonly Gen<string> member = Gen.OneOf(
        evaluate,
        contractMember,
        Gen.Elements(
            "private static int GetScratchLength(int dimension) => dimension;",
            "public static int GetWorkspaceLength(int dimension) => dimension;",
            "public int GetWorkspaceLength(int dimension) => dimension;",
            "public void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) { }",
            "public static void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace) { }",
            "public static F Create(ObjectiveInstance instance) => default;",
            "internal static G Create(in ObjectiveInstance instance) => default;",
            "double IObjective.KnownOptimum => 1;",
            "class Binding { }",
            "readonly double[] data;",
            "public required double Data { get; init; }",
            "static F() { }",
            "public event Action? Changed;",
            "~~ not a member"));

    private static readonly Gen<string> attributeArgument =
        from name in Gen.Elements("Lower", "Upper", "Optimum", "Dimension", "MinDimension", "MaxDimension", "Summary", "Name", "Missing")
        from value in Gen.Elements(
            "-5", "5", "0", "1.5f", "1e300", "double.NaN", "1 / 0.0", "-0.0", "int.MaxValue", "\"text\"", "null", "'c'", "Missing")
        select $", {name} = {value}";

    private static readonly Gen<string> attribute = Mostly(
        from name in Mostly(["\"f\"", "\"g\"", "\"h-1\"", "name: \"f\""], "\"F\"", "\"\"", "\"a\\nb\"", "null!", "3", "Missing")
        from bounds in Mostly([", Lower = -5, Upper = 5"], "", ", Upper = 5", ", Lower = 5, Upper = -5")
        from more in Mostly(Gen.Elements("", ", Dimension = 3", ", Optimum = 0, Summary = \"s\""), attributeArgument)
        select $"[Objective({name}{bounds}{more})]",
        Gen.Elements(
            "",
            "[Objective]",
            "[Obsolete, Objective(\"f\", Lower = -5, Upper = 5)]",
            "[Objective(\"f\")] [Objective(\"f\")]"));

    private static readonly Gen<string> kind = Mostly(
        ["static partial class", "partial struct", "readonly partial struct", "partial record struct"],
        "class",
        "struct",
        "enum",
        "partial class",
        "partial record",
        "partial interface",
        "ref partial struct",
        "unsafe partial struct",
        "static partial struct",
        "static class",
        "file static partial class",
        "sealed static partial class",
        "abstract partial class");

    private static readonly Gen<string> container = Gen.Elements(
        "namespace Sample",
        "namespace System",
        "namespace @if.@record",
        "class Outer",
        "partial class Outer",
        "partial class Outer<T>",
        "partial class F",
        "partial struct Outer",
        "partial record Outer",
        "partial interface IOuter",
        "static partial class Outer",
        "file partial class Outer");

    private static readonly Gen<string> catalogue = Mostly(
        ["", "namespace Sample { public static partial class ObjectiveCatalogue; }"],
        "namespace Sample { class ObjectiveCatalogue { } }",
        "namespace Sample { static partial class ObjectiveCatalogue { public static int TryFind; } }",
        "class Sample { }");

    /// <summary>The files of an assembly.</summary>
    public static Gen<string[]> Sources { get; } =
        from first in File()
        from second in File()
        from part in catalogue
        select new[] { first, second, part };

    private static Gen<string> File() =>
        Mostly(
            Declaration(Mostly(["public", "internal", ""], "private")),
            from outer in container
            from inner in Declaration(memberAccess)
            from second in Mostly(Gen.Constant(""), Declaration(memberAccess))
            select $"{outer} {{ {inner} {second} }}");

    private static Gen<string> Declaration(Gen<string> typeAccess) =>
        from mark in attribute
        from access in typeAccess
        from type in kind
        from name in Mostly(
            ["F", "G", "H"],
            "f", "@class", "@record", "Binding", "Evaluate", "Description", "KnownOptimum", "ObjectiveCatalogue", "Sample", "System", "L2E")
        from tail in Mostly([""], "<T>", "<in T>", "(double data)", " : IObjective", " : IDisposable")
        let modifier = type.Contains("static", StringComparison.Ordinal) ? "static" : ""
        from method in Mostly(Gen.Constant($"public {modifier} double Evaluate(ReadOnlySpan<double> x) => 0;"), evaluate)
        from members in Mostly(Gen.Constant(""), member, from one in member from two in member select one + " " + two)
        select $"{mark} {access} {type} {name}{tail} {{ {method} {members} }}";

    /// <summary>Right nine times in ten, so that whole declarations are right often enough.</summary>
    private static Gen<string> Mostly(string[] right, params string[] wrong) => Mostly(Gen.Elements(right), Gen.Elements(wrong));

    private static Gen<string> Mostly(Gen<string> right, params Gen<string>[] wrong) =>
        Gen.Frequency((9, right), (1, Gen.OneOf(wrong)));
}
