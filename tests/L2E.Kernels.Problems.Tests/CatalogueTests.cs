using L2E.Kernels.Problems.Tests.Synthetic;

namespace L2E.Kernels.Problems.Tests;

public class CatalogueTests
{
    [Fact]
    public void Catalogue_lists_the_synthetic_suite_the_24_bbob_functions_and_cart_pole()
    {
        string[] expected = [.. Textbook.Names, .. Enumerable.Range(1, 24).Select(function => $"bbob-f{function:00}"), "cartpole"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), ObjectiveCatalogue.Objectives.Select(objective => objective.Name));
    }

    [Fact]
    public void Every_problem_has_the_usual_box_and_a_line_that_says_what_it_is()
    {
        Assert.All(ObjectiveCatalogue.Objectives, objective =>
        {
            Assert.Equal(-5, objective.Lower);
            Assert.Equal(5, objective.Upper);
            Assert.NotEqual("", objective.Summary);
        });
    }

    [Theory]
    [InlineData("rosenbrock", 2, 100_000)]
    [InlineData("sphere", 1, 100_000)]
    [InlineData("bbob-f24", 2, 1000)]
    [InlineData("cartpole", 49, 49)]
    public void Admissible_dimensions_are_described(string name, int minimum, int maximum)
    {
        Assert.True(ObjectiveCatalogue.TryFind(name, out ObjectiveDescription? description));
        Assert.Equal(minimum, description.MinDimension);
        Assert.Equal(maximum, description.MaxDimension);
    }

    [Fact]
    public void An_unknown_name_is_refused() =>
        Assert.Contains("sphear", Assert.Throws<ArgumentException>(() => Problem.Make("sphear", 2)).Message, StringComparison.Ordinal);
}
