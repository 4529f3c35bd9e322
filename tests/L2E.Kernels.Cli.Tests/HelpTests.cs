using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Tests;

public class HelpTests
{
    [Fact]
    public void Help_lists_the_commands()
    {
        CliResult result = Cli.Run("--help");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[] commands = ["solve", "problems", "check", "devices", "compare", "train", "inspect", "ablate"];
        Assert.All(commands, command => Assert.Contains(command, result.Output));
    }

    [Fact]
    public void Help_of_solve_describes_every_option_and_ends_with_examples()
    {
        CliResult result = Cli.Run("solve", "--help");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[] options =
        [
            "--dim", "--budget", "--target", "--time", "--stagnation", "--seed", "--instance", "--rotate", "--start", "--spread",
            "--mode", "--population", "--weights", "--threads", "--device", "--command",
            "--lower", "--upper", "--timeout", "--snapshot", "--every", "--resume", "--json", "--trace", "--plot", "--certificate",
        ];
        Assert.All(options, option => Assert.Matches($@"  {option}( <[^>]+>)? +[A-Z][^\n]{{20,}}\.", result.Output));
        Assert.Contains("l2e solve rastrigin --dim 1000 --budget 20000", result.Output);
        Assert.Contains("l2e solve --command \"python3 my_objective.py\" --dim 20 --lower -5 --upper 5", result.Output);
    }

    [Fact]
    public void Help_is_given_whatever_else_is_wrong()
    {
        Assert.Equal(0, Cli.Run("solve", "--dim", "x", "--help").ExitCode);
        Assert.Equal(0, Cli.Run("check", "--help").ExitCode);
        Assert.Equal(0, Cli.Run("problems", "-h").ExitCode);
    }

    [Fact]
    public void The_version_is_one_line()
    {
        CliResult result = Cli.Run("--version");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^l2e \d+\.\d+\.\d+\r?\n$", result.Output);
    }

    [Fact]
    public void Problems_are_listed_with_box_dimensions_and_summary()
    {
        CliResult result = Cli.Run("problems");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.All(ObjectiveCatalogue.Objectives, objective =>
        {
            string line = Assert.Single(result.Output.Split('\n'), line => line.StartsWith($"| {objective.Name} "));
            Assert.Contains($"[{objective.Lower}, {objective.Upper}]", line);
            Assert.Contains(objective.Summary, line);
        });
        Assert.Contains("| rastrigin       | [-5, 5]   | 1 to 100,000 | yes      | yes         | ", result.Output);
        Assert.Contains("| bbob-f10        | [-5, 5]   | 2 to 1,000   | yes      |             | ", result.Output);
        Assert.Contains("| cartpole        | [-5, 5]   | 49           |          |             | ", result.Output);
    }

    [Fact]
    public void Problems_as_json_are_an_array_with_what_the_catalogue_knows()
    {
        CliResult result = Cli.Run("problems", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            ObjectiveCatalogue.Objectives,
            result.Json.EnumerateArray().Select(item => new ObjectiveDescription(
                item.GetProperty("name").GetString()!, item.GetProperty("lower").GetDouble(), item.GetProperty("upper").GetDouble(),
                item.GetProperty("minDimension").GetInt32(), item.GetProperty("maxDimension").GetInt32(),
                item.GetProperty("summary").GetString()!)));
        Assert.Equal(
            ["acrobot", "cartpole", "pendulum", "reacher"],
            result.Json.EnumerateArray().Where(item => !item.GetProperty("gradient").GetBoolean())
                .Select(item => item.GetProperty("name").GetString()!));
        Assert.Equal(25, result.Json.EnumerateArray().Count(item => item.GetProperty("incremental").GetBoolean()));
    }
}
