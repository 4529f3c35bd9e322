namespace L2E.Kernels.Problems.Tests;

public class ProblemNameTests
{
    [Theory]
    [InlineData("rastrigin", "rastrigin", null, null)]
    [InlineData("arm:100", "arm", 100, null)]
    [InlineData("arm:2", "arm", 2, null)]
    [InlineData("sphere:100000", "sphere", 100_000, null)]
    [InlineData("uav:3", "uav", null, 3)]
    [InlineData("uav:0", "uav", null, 0)]
    [InlineData("cartpole:7", "cartpole", null, 7)]
    public void A_number_is_that_of_the_variables_or_else_of_the_instance(string word, string name, int? dimension, int? instance)
    {
        ProblemName? problem = ProblemName.Find(word);
        Assert.Equal((name, dimension, instance), (problem?.Objective.Name, problem?.Dimension, problem?.Instance));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("nothing:3")]
    [InlineData(":3")]
    [InlineData("ARM:3")]
    public void An_unknown_name_is_none(string word) => Assert.Null(ProblemName.Find(word));

    [Theory]
    [InlineData("arm:0", "word: expected arm:N with N, the number of variables, from 2 to 10000, got arm:0")]
    [InlineData("arm:10001", "from 2 to 10000")]
    [InlineData("arm:", "got arm:")]
    [InlineData("arm:-3", "got arm:-3")]
    [InlineData("arm:3:4", "got arm:3:4")]
    [InlineData("uav:x", "word: expected uav:N with N, the instance, from 0 to 2147483647, got uav:x")]
    [InlineData("uav:99999999999", "from 0 to")]
    public void A_number_that_the_problem_does_not_have_is_refused(string word, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => ProblemName.Find(word)).Message, StringComparison.Ordinal);
}
