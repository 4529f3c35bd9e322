using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Diagnostics;

/// <summary>Types that cannot be objectives.</summary>
public class TypeDiagnosticTests
{
    private const string Attribute = "[Objective(\"f\", Lower = -5, Upper = 5)]";
    private const string Evaluate = "{ public static double Evaluate(ReadOnlySpan<double> x) => 0; }";

    [Theory]
    [InlineData(
        "'F' cannot receive generated code: 'F' is not partial; declare it 'partial'",
        $"{Attribute} public static class [|F|] {Evaluate}")]
    [InlineData(
        "'F' cannot receive generated code: 'F' is not partial; declare it 'partial'",
        $"{Attribute} readonly struct [|F|] {{ public double Evaluate(ReadOnlySpan<double> x) => 0; }}")]
    [InlineData(
        "'Outer.F' cannot receive generated code: 'Outer' is not partial; declare it 'partial'",
        $"class [|Outer|] {{ {Attribute} static partial class F {Evaluate} }}")]
    [InlineData(
        "'Outer.Inner.F' cannot receive generated code: 'Outer' is not partial; declare it 'partial'",
        $"record struct [|Outer|] {{ partial struct Inner {{ {Attribute} static partial class F {Evaluate} }} }}")]
    public Task A_type_or_a_type_around_it_is_not_partial(string message, string source) =>
        MarkedSource.AssertReportsAsync("L2E0001", message, source);

    [Theory]
    [InlineData("", "")]
    [InlineData("sealed", "")]
    [InlineData("abstract", "public F(int a) { }")]
    public Task A_class_is_not_static(string modifier, string member) =>
        MarkedSource.AssertReportsAsync(
            "L2E0002",
            "'F' is a class that is not static; write 'static partial class', or 'partial struct' for an objective with data",
            $$"""
            {{Attribute}} public {{modifier}} partial class [|F|]
            {
                {{member}}
                public static double Evaluate(ReadOnlySpan<double> x) => 0;
            }
            """);

    [Theory]
    [InlineData(
        "'F<T>' cannot be an objective: 'F<T>' is generic; write an objective without type parameters",
        $"{Attribute} static partial class [|F|]<T> {Evaluate}")]
    [InlineData(
        "'Outer<T>.F' cannot be an objective: 'Outer<T>' is generic; write an objective without type parameters",
        $"partial class [|Outer|]<T> {{ {Attribute} static partial class F {Evaluate} }}")]
    public Task A_type_or_a_type_around_it_is_generic(string message, string source) =>
        MarkedSource.AssertReportsAsync("L2E0003", message, source);

    [Theory]
    [InlineData("a ref struct", $"{Attribute} ref partial struct [|F|] {Evaluate}")]
    [InlineData("a record class", $"{Attribute} partial record [|F|] {Evaluate}")]
    [InlineData("of kind Interface", $"{Attribute} partial interface [|F|] {Evaluate}")]
    [InlineData("local to its file", $"{Attribute} file static partial class [|F|] {Evaluate}")]
    public Task A_type_is_of_another_kind(string kind, string source) =>
        MarkedSource.AssertReportsAsync(
            "L2E0004", $"'F' cannot be an objective: 'F' is {kind}; write 'static partial class' or 'partial struct'", source);

    [Fact]
    public Task A_type_around_it_is_local_to_its_file() =>
        MarkedSource.AssertReportsAsync(
            "L2E0004",
            "'Outer.F' cannot be an objective: 'Outer' is local to its file; write 'static partial class' or 'partial struct'",
            $"file partial class [|Outer|] {{ {Attribute} static partial class F {Evaluate} }}");

    [Theory]
    [InlineData("[Objective(\"f\", Lower = -5, Upper = 5)] enum F { A }")]
    [InlineData("[Objective(\"f\", Lower = -5, Upper = 5)] delegate void F();")]
    public async Task Something_that_is_no_type_with_members_crashes_nothing(string source)
    {
        GeneratorRun run = GeneratorHost.Run(source);

        Assert.NotEmpty(await run.AnalyzeAsync());
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.Texts);
    }

    [Fact]
    public async Task Two_types_of_one_name_are_left_to_the_compiler()
    {
        GeneratorRun run = GeneratorHost.Run($$"""
            {{Attribute}} static partial class F {{Evaluate}}
            [Objective("g", Lower = -5, Upper = 5)] partial struct F { public double Evaluate(ReadOnlySpan<double> x) => 0; }
            """);

        Assert.Empty(await run.AnalyzeAsync());
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.GetAddedCompilerDiagnostics());
    }

    [Fact]
    public Task An_inaccessible_type_is_not_in_the_catalogue() =>
        MarkedSource.AssertReportsAsync(
            "L2E0020",
            "'Outer.Inner.F' cannot be reached from the catalogue: 'Outer.Inner' is private, so the catalogue does not list it",
            $"partial class Outer {{ partial class Inner {{ {Attribute} public static partial class [|F|] {Evaluate} }} }}");

    [Theory]
    [InlineData("double Offset; ")]
    [InlineData("double Offset { get; set; } public static object Create(ObjectiveInstance instance) => new F();")]
    [InlineData("double Offset { get; set; } public static F Create(int dimension) => new F();")]
    [InlineData("double Offset { get; set; } private static F Create(ObjectiveInstance instance) => new F();")]
    [InlineData("public F Create(ObjectiveInstance instance) => new F(); public F(double offset) { }")]
    public Task A_struct_with_data_and_no_Create_is_not_in_the_catalogue(string members) =>
        MarkedSource.AssertReportsAsync(
            "L2E0019",
            "'F' has data but no 'public static F Create(ObjectiveInstance instance)', so the catalogue does not list it",
            $"{Attribute} partial struct [|F|] {{ {members} public double Evaluate(ReadOnlySpan<double> x) => 0; }}");
}
