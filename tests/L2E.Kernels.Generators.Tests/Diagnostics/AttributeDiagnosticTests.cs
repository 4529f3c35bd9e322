using System.Collections.Immutable;
using L2E.Kernels.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Tests.Diagnostics;

/// <summary>Arguments of the attribute that cannot be.</summary>
public class AttributeDiagnosticTests
{
    [Theory]
    [InlineData("Lower is missing; give a finite number, such as Lower = -5", "[|Objective(\"f\", Upper = 5)|]")]
    [InlineData("Upper is missing; give a finite number, such as Upper = 5", "[|Objective(\"f\", Lower = 5)|]")]
    [InlineData("Lower is NaN; give a finite number, such as Lower = -5", "Objective(\"f\", [|Lower = double.NaN|], Upper = 5)")]
    [InlineData("Upper is Infinity; give a finite number, such as Upper = 5", "Objective(\"f\", Lower = 1, [|Upper = 1 / 0f|])")]
    [InlineData("Lower is -Infinity; give a finite number, such as Lower = -5", "Objective(\"f\", [|Lower = float.NegativeInfinity|], Upper = 5)")]
    [InlineData("Lower is 5 and Upper is -5.5; make Lower smaller than Upper", "Objective(\"f\", Upper = -5.5, [|Lower = 5|])")]
    [InlineData("Lower is 1 and Upper is 1; make Lower smaller than Upper", "Objective(\"f\", [|Lower = 1|], Upper = 1)")]
    public Task Bounds_are_no_box(string message, string attribute) =>
        AssertReportsAsync("L2E0014", "The bounds of 'F': " + message, attribute);

    [Theory]
    [InlineData("\"Rastrigin\"", "rastrigin", "[|\"Rastrigin\"|]")]
    [InlineData("\"\"", "sphere", "[|\"\"|]")]
    [InlineData("\"-a\"", "a", "[|\"-a\"|]")]
    [InlineData("\"a_b c\"", "a-b-c", "[|name: \"a_b c\"|]")]
    [InlineData("\"a\n\"", "a", "[|\"a\\n\"|]")]
    [InlineData("\"\u00e4\"", "sphere", "[|\"\\u00e4\"|]")]
    [InlineData("null", "f", "[|null!|]")]
    public Task The_name_has_other_characters(string found, string suggestion, string argument) =>
        AssertReportsAsync(
            "L2E0015",
            $"The name of 'F' is {found}; use lower case letters, digits and hyphens, starting with a letter or digit, "
            + $"such as \"{suggestion}\"",
            $"Objective({argument}, Lower = -5, Upper = 5)");

    [Theory]
    [InlineData("Dimension is -1; give at least 1, or leave it out for a range", "[|Dimension = -1|]")]
    [InlineData("MinDimension is 0; give at least 1", "[|MinDimension = 0|]")]
    [InlineData("MaxDimension is 0; give at least 1", "[|MaxDimension = 0|]")]
    [InlineData("MinDimension is 7 and MaxDimension is 6; make MinDimension at most MaxDimension", "MaxDimension = 6, [|MinDimension = 7|]")]
    [InlineData("Dimension is 3 and MinDimension is 2; leave out MinDimension or Dimension", "[|MinDimension = 2|], Dimension = 3")]
    [InlineData("Dimension is 3 and MaxDimension is 4; leave out MaxDimension or Dimension", "Dimension = 3, [|MaxDimension = 4|]")]
    public Task Dimensions_admit_nothing_or_contradict_one_another(string message, string arguments) =>
        AssertReportsAsync("L2E0017", "The dimensions of 'F': " + message, $"Objective(\"f\", Lower = -5, Upper = 5, {arguments})");

    [Theory]
    [InlineData("Infinity", "Optimum = double.PositiveInfinity")]
    [InlineData("-Infinity", "Optimum = float.NegativeInfinity")]
    public Task The_optimum_is_infinite(string found, string argument) =>
        AssertReportsAsync(
            "L2E0018",
            $"The optimum of 'F' is {found}; give a finite Optimum, or leave it out where it is not known",
            $"Objective(\"f\", Lower = -5, Upper = 5, [|{argument}|])");

    [Fact]
    public async Task Each_wrong_argument_is_reported()
    {
        GeneratorRun run = GeneratorHost.Run("""
            [Objective("F", Upper = double.NaN, Optimum = double.NegativeInfinity, MinDimension = 0, MaxDimension = -1)]
            static partial class F { public static double Evaluate(ReadOnlySpan<double> x) => 0; }
            """);

        ImmutableArray<Diagnostic> diagnostics = await run.AnalyzeAsync();
        Assert.Equal(
            ["L2E0014", "L2E0014", "L2E0015", "L2E0017", "L2E0017", "L2E0018"],
            diagnostics.Select(diagnostic => diagnostic.Id).Order());
        Assert.Empty(run.Texts);
    }

    [Theory]
    [InlineData("Objective")]
    [InlineData("Objective()")]
    [InlineData("Objective(17)")]
    [InlineData("Objective(\"f\", Lower = \"x\", Upper = 5)")]
    [InlineData("Objective(\"f\", Lower = F.Variable, Upper = 5)")]
    [InlineData("Objective(\"f\", Lower = -5, Upper = 5, Nothing = 5)")]
    [InlineData("Objective(new[] { \"f\" }, Lower = -5, Upper = 5)")]
    [InlineData("Objective(\"f\", Lower = -5, Upper = 5, Lower = 7)")]
    public async Task Arguments_that_do_not_bind_are_left_to_the_compiler(string attribute)
    {
        GeneratorRun run = GeneratorHost.Run($$"""
            [{{attribute}}] static partial class F
            {
                public static double Evaluate(ReadOnlySpan<double> x) => 0;
                public static double Variable = 1;
            }
            """);

        await run.AnalyzeAsync();
        Assert.Contains(
            run.Input.GetDiagnostics(TestContext.Current.CancellationToken),
            diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.GetAddedCompilerDiagnostics());
    }

    private static Task AssertReportsAsync(string id, string message, string attribute) =>
        MarkedSource.AssertReportsAsync(
            id, message, $"[{attribute}] static partial class F {{ public static double Evaluate(ReadOnlySpan<double> x) => 0; }}");
}
