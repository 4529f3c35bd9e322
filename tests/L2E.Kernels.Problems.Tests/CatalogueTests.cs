using L2E.Kernels.Problems.Tests.Synthetic;

namespace L2E.Kernels.Problems.Tests;

public class CatalogueTests
{
    [Fact]
    public void Catalogue_lists_the_synthetic_suite_the_24_bbob_functions_the_constrained_problems_and_control()
    {
        string[] expected =
        [
            .. Textbook.Names, .. Enumerable.Range(1, 24).Select(function => $"bbob-f{function:00}"),
            "acrobot", "arm", "cartpole", "pendulum", "reacher", "uav",
            "g01", "g04", "g06", "g07", "g08", "g09", "g10", "g24",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), ObjectiveCatalogue.Objectives.Select(objective => objective.Name));
    }

    [Fact]
    public void Every_problem_has_a_line_that_says_what_it_is_and_most_have_the_usual_box()
    {
        Assert.All(ObjectiveCatalogue.Objectives, objective =>
        {
            bool isConstrained = objective.Name.StartsWith('g') && objective.Name != "griewank";
            bool hasOwnBox = isConstrained || objective.Name is "arm" or "uav";
            Assert.True(hasOwnBox || (objective.Lower == -5 && objective.Upper == 5));
            Assert.NotEqual("", objective.Summary);
        });
    }

    [Theory]
    [InlineData("rosenbrock", 2, 100_000)]
    [InlineData("sphere", 1, 100_000)]
    [InlineData("bbob-f24", 2, 1000)]
    [InlineData("cartpole", 49, 49)]
    [InlineData("arm", 2, 10_000)]
    [InlineData("uav", 30, 30)]
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
