using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Diagnostics;

/// <summary>What keeps the assembly's catalogue from being complete.</summary>
public class CatalogueDiagnosticTests
{
    private const string Objective =
        "[Objective(\"f\", Lower = -5, Upper = 5)] static partial class F { public static double Evaluate(ReadOnlySpan<double> x) => 0; }";

    [Fact]
    public Task Two_objectives_have_one_name() =>
        MarkedSource.AssertReportsAsync(
            "L2E0016",
            "The name of 'G', \"f\", is already that of 'F'; give each objective of the assembly a name of its own",
            $$"""
            [Objective([|"f"|], Lower = -5, Upper = 5)] partial struct G { public double Evaluate(ReadOnlySpan<double> x) => 0; }
            {{Objective}}
            """);

    [Fact]
    public void Of_two_objectives_with_one_name_the_catalogue_has_the_first_type()
    {
        GeneratorRun run = GeneratorHost.Run(
            "[Objective(\"f\", Lower = -7, Upper = 5)] partial struct G { public double Evaluate(ReadOnlySpan<double> x) => 0; }",
            Objective);

        Assert.Equal(-5, Assert.Single(run.Load().GetObjectives()).Lower);
    }

    [Theory]
    [InlineData("'ObjectiveCatalogue' stands", "static class [|ObjectiveCatalogue|] { }")]
    [InlineData("'ObjectiveCatalogue' stands", "partial class [|ObjectiveCatalogue|] { }")]
    [InlineData("'ObjectiveCatalogue' stands", "public enum [|ObjectiveCatalogue|] { }")]
    [InlineData("'ObjectiveCatalogue' stands", "public partial struct [|ObjectiveCatalogue|] { }")]
    public Task Another_type_is_called_ObjectiveCatalogue(string message, string type) =>
        MarkedSource.AssertReportsAsync(
            "L2E0021",
            $"{message} where the catalogue of objectives is generated: it is not a static partial class; "
            + "write 'static partial class ObjectiveCatalogue', or rename it",
            $"namespace Sample {{ {Objective} {type} }}");

    [Theory]
    [InlineData("ObjectiveCatalogue.Create(string)", "static int [|Create|](string name) => 0;")]
    [InlineData("ObjectiveCatalogue.Objectives", "class [|Objectives|] { }")]
    [InlineData("ObjectiveCatalogue.TryFind", "static int [|TryFind|] = 0;")]
    public Task Its_own_part_declares_a_member_that_is_generated(string found, string member) =>
        MarkedSource.AssertReportsAsync(
            "L2E0021",
            $"'{found}' stands where the catalogue of objectives is generated: a member of that name is generated; rename it",
            $"namespace Sample {{ {Objective} static partial class ObjectiveCatalogue {{ public {member} }} }}");

    [Fact]
    public Task A_type_has_the_name_of_the_root_namespace() =>
        MarkedSource.AssertReportsAsync(
            "L2E0021",
            "'Sample' stands where the catalogue of objectives is generated: it is a type with the name of the root namespace; "
            + "rename it, or set RootNamespace",
            $"{Objective} public class [|Sample|] {{ }}");

    [Fact]
    public async Task Nothing_is_reported_without_objectives() =>
        Assert.Empty(await GeneratorHost.Run("namespace Sample { class ObjectiveCatalogue { } }").AnalyzeAsync());
}
