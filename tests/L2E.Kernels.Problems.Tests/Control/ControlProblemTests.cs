using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Problems.Tests.Control;

/// <summary>What the control problems have in common.</summary>
public class ControlProblemTests
{
    public static TheoryData<string, int> Names => new()
    {
        { "acrobot", 65 }, { "arm", 40 }, { "cartpole", 49 }, { "pendulum", 41 }, { "reacher", 90 }, { "uav", 30 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Nan_in_any_variable_makes_the_cost_nan(string name, int dimension)
    {
        Problem problem = Problem.Make(name, dimension);
        double[] inside = Points.Uniform(dimension, 0.1, 0.9, seed: 1);
        Assert.True(double.IsFinite(problem.Evaluate(inside)));
        for (int i = 0; i < dimension; i++)
        {
            double[] x = [.. inside];
            x[i] = double.NaN;
            Assert.True(double.IsNaN(problem.Evaluate(x)), $"variable {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_arguments_are_refused(string name, int dimension)
    {
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => Problem.Make(name, dimension, instance: -1)).Message);
        Assert.Contains("no rotation", Assert.Throws<ArgumentException>(() => Problem.Make(name, dimension, rotated: true)).Message);
        Assert.Throws<ArgumentException>(() => Problem.Make(name, 1));
        Assert.Throws<ArgumentException>(() => Problem.Make(name, 10_001));
        Problem problem = Problem.Make(name, dimension);
        Assert.Throws<ArgumentException>(() =>
            problem.Evaluate(new ReadOnlySpan2D<double>(new double[1], 1, 1), new double[1], new double[problem.WorkspaceLength]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Instances_differ_and_are_the_same_each_time(string name, int dimension)
    {
        double[] x = Points.Uniform(dimension, 0.1, 0.9, seed: 2);
        double[] values = [.. Enumerable.Range(0, 8).Select(instance => Problem.Make(name, dimension, instance).Evaluate(x))];
        Assert.Equal(values, Enumerable.Range(0, 8).Select(instance => Problem.Make(name, dimension, instance).Evaluate(x)));
        Assert.True(name == "acrobot" || values.Distinct().Count() > 4, string.Join(' ', values));
    }

    [Theory]
    [InlineData("pendulum", Pendulum.VariableCount)]
    [InlineData("acrobot", Acrobot.VariableCount)]
    [InlineData("reacher", Reacher.VariableCount)]
    public void A_policy_of_another_length_is_refused(string name, int count)
    {
        double[] x = new double[count + 1];
        Assert.Throws<ArgumentException>(() => _ = name switch
        {
            "pendulum" => Pendulum.GetCost(x, default),
            "acrobot" => Acrobot.StepsTaken(x, default),
            _ => Reacher.GetCost(x, default),
        });
    }
}
