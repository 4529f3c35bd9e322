using L2E.Kernels.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace L2E.Kernels.Generators.Tests;

/// <summary>What is computed again after an edit.</summary>
public class IncrementalityTests
{
    private const string Objectives = """
        [Objective("sphere", Lower = -5, Upper = 5)]
        static partial class Sphere { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
        [Objective("shifted", Lower = -5, Upper = 5)]
        partial struct Shifted
        {
            private double[] shift;
            public float Evaluate(ReadOnlySpan<float> x, Span<float> scratch) => x[0] - (float)shift[0];
            private static int GetScratchLength(int dimension) => dimension;
            public static Shifted Create(ObjectiveInstance instance) => new() { shift = new double[instance.Dimension] };
        }
        """;

    private const string Unrelated = "class Unrelated { int value = 1; }";

    private static readonly string[] steps =
    [
        ObjectiveGenerator.ObjectivesStep, ObjectiveGenerator.CatalogueItemsStep, ObjectiveGenerator.CatalogueTargetStep,
        ObjectiveGenerator.IlgpuStep, ObjectiveGenerator.BindingsStep,
    ];

    [Theory]
    [InlineData("value = 1;", "value = 2;")]
    [InlineData("class Unrelated", "// a comment\n\nclass Other { }\nclass Unrelated")]
    [InlineData("[Objective(\"sphere\"", "// a comment that moves everything below it\n\n[Objective(\"sphere\"")]
    [InlineData("=> x[0];", "{ return (x[0]); }")]
    [InlineData("=> x[0] - (float)shift[0];", "=> x[0] - (float)this.shift[1 - 1];")]
    public void An_edit_that_changes_no_objective_leaves_every_step_cached(string old, string replacement)
    {
        GeneratorRunResult result = RunAfterEdit(old, replacement);

        Assert.All(steps, step => Assert.All(
            GetReasons(result, step),
            reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step}: {reason}")));
        Assert.All(
            result.TrackedOutputSteps.SelectMany(output => output.Value).SelectMany(output => output.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_changed_parameter_writes_one_binding_and_not_the_catalogue()
    {
        GeneratorRunResult result = RunAfterEdit(
            "double Evaluate(ReadOnlySpan<double> x) => x[0]", "double Evaluate(ReadOnlySpan<float> x) => x[0]");

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            GetReasons(result, ObjectiveGenerator.ObjectivesStep));
        Assert.Equal([IncrementalStepRunReason.Cached], GetReasons(result, ObjectiveGenerator.CatalogueItemsStep));
    }

    [Fact]
    public void A_changed_formula_writes_one_binding_and_not_the_catalogue()
    {
        GeneratorRunResult result = RunAfterEdit("=> x[0];", "=> x[0] + 1;");

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            GetReasons(result, ObjectiveGenerator.ObjectivesStep).Select(reason =>
                reason == IncrementalStepRunReason.Unchanged ? IncrementalStepRunReason.Cached : reason));
        Assert.All(
            GetReasons(result, ObjectiveGenerator.CatalogueItemsStep),
            reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{reason}"));
    }

    [Fact]
    public void A_changed_name_writes_the_catalogue()
    {
        GeneratorRunResult result = RunAfterEdit("\"sphere\"", "\"ball\"");

        Assert.Equal([IncrementalStepRunReason.Modified], GetReasons(result, ObjectiveGenerator.CatalogueItemsStep));
        Assert.Contains(
            result.GeneratedSources,
            source => source.HintName == "ObjectiveCatalogue.g.cs"
                && source.SourceText.ToString().Contains("case \"ball\":", StringComparison.Ordinal));
    }

    [Fact]
    public void A_type_that_takes_the_catalogues_place_moves_its_target() =>
        Assert.Equal(
            [IncrementalStepRunReason.Modified],
            GetReasons(RunAfterEdit("class Unrelated", "class Sample { } class Unrelated"), ObjectiveGenerator.CatalogueTargetStep));

    [Fact]
    public void No_step_keeps_a_symbol_a_syntax_node_or_a_compilation()
    {
        GeneratorRunResult result = RunAfterEdit("value = 1;", "value = 2;");

        foreach (string step in steps)
        {
            foreach ((object value, IncrementalStepRunReason _) in result.TrackedSteps[step].SelectMany(run => run.Outputs))
                AssertHoldsText(value);
        }
    }

    private static GeneratorRunResult RunAfterEdit(string old, string replacement)
    {
        CSharpCompilation before = GeneratorHost.Compile(Objectives, Unrelated);
        GeneratorDriver driver = GeneratorHost.CreateDriver().RunGenerators(before, TestContext.Current.CancellationToken);
        CSharpCompilation after = before;
        foreach (SyntaxTree tree in before.SyntaxTrees)
        {
            string text = tree.ToString();
            if (text.Contains(old, StringComparison.Ordinal))
            {
                after = after.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(
                    text.Replace(old, replacement, StringComparison.Ordinal), GeneratorHost.ParseOptions, tree.FilePath,
                    cancellationToken: TestContext.Current.CancellationToken));
            }
        }

        Assert.NotSame(before, after);
        return driver.RunGenerators(after, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
    }

    private static IEnumerable<IncrementalStepRunReason> GetReasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

    /// <summary>Asserts that an object holds text (which may still be on its way), numbers and further such objects alone.</summary>
    private static void AssertHoldsText(object? value)
    {
        if (value is null or Task<string> or string or ValueType and (IConvertible or Enum))
            return;
        if (value is System.Collections.IEnumerable items)
        {
            foreach (object? item in items)
                AssertHoldsText(item);
            return;
        }

        Type type = value.GetType();
        Assert.StartsWith("L2E.Kernels.Generators.", type.FullName, StringComparison.Ordinal);
        foreach (System.Reflection.FieldInfo field in type.GetFields(
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
        {
            AssertHoldsText(field.GetValue(value));
        }
    }
}
