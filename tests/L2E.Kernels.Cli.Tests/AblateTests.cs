namespace L2E.Kernels.Cli.Tests;

public class AblateTests
{
    [Fact]
    public void An_ablation_runs_the_solver_without_one_part_each_and_goes_on_where_it_was_with_the_same_weights_alone()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Ablate(directory, "random:3");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("132 runs of 132", result.Output);
        string[] rows = File.ReadAllLines(Path.Combine(directory["out"], "runs.csv"))[1..];
        Assert.Equal(11, rows.Select(row => row.Split(',')[0]).Distinct().Count());
        string page = File.ReadAllText(Path.Combine(directory["out"], "report.html"));
        Assert.Contains("l2e ablate random:3 --suite held-out --dims 3 --budget 20d", page);
        Assert.Contains("Outputs are functions of time alone.", page);

        Assert.Contains("132 runs of 132", Ablate(directory, "random:3", "--resume").Output);
        Assert.Equal(132, File.ReadAllLines(Path.Combine(directory["out"], "runs.csv")).Length - 1);
        // Of other weights six are other runs.
        Assert.Contains("132 runs of 132", Ablate(directory, "random:4", "--resume").Output);
        Assert.Equal(204, File.ReadAllLines(Path.Combine(directory["out"], "runs.csv")).Length - 1);
    }

    [Theory]
    [InlineData("WEIGHTS: expected weights of an operator, got none", "none", "--suite", "bbob")]
    [InlineData("WEIGHTS: ", "missing.l2e", "--suite", "bbob")]
    [InlineData("--suite: expected synthetic", "default")]
    public void Arguments_that_cannot_be_used_are_refused(string message, params string[] arguments)
    {
        using TemporaryDirectory directory = new();
        Cli.AssertRefused(Cli.Run(["ablate", .. arguments, "--out", directory["x"]]), message);
    }

    [Fact]
    public void Help_of_ablate_ends_with_examples() =>
        Assert.Contains("l2e ablate weights.l2e --suite held-out", Cli.Run("ablate", "--help").Output);

    private static CliResult Ablate(TemporaryDirectory directory, string weights, params string[] more) => Cli.Run(
        ["ablate", weights, "--suite", "held-out", "--dims", "3", "--budget", "20d", "--seeds", "1", "--out", directory["out"], .. more]);
}
