using System.Text.Json;

namespace L2E.Kernels.Cli.Tests;

public class TrainTests
{
    private const string Configuration = """
        {
          "families": ["sphere", "rastrigin"], "heldOut": ["levy", "zakharov"], "dimensions": [2, 4], "populations": [6],
          "shortestHorizon": 8, "longestHorizon": 12, "window": 12, "tasks": 2, "pool": 8, "iterations": 5, "estimator": "backprop",
          "learningRate": 0.004, "warmUp": 2, "weightDecay": 0, "clip": 1, "skipAbove": 200, "perturbation": 0.02, "seed": 9
        }
        """;

    [Fact]
    public void Trained_weights_say_how_they_were_made_and_solve_a_problem()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Cli.Run(Arguments(directory, "--plot", directory["loss.svg"]));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        const string Line =
            @"step 5, loss -?[0-9.]+, validation -[0-9.]+ decades \(best -[0-9.]+\), held out -[0-9.]+, [0-9,]+ generations/s";
        Assert.Matches(Line, result.Output);
        Assert.Contains("held out", File.ReadAllText(directory["loss.svg"]));

        JsonElement training = JsonDocument.Parse(OperatorWeights.Load(directory["w.l2e"]).Training).RootElement;
        Assert.Equal(9, training.GetProperty("configuration").GetProperty("seed").GetInt32());
        Assert.Equal("levy", training.GetProperty("configuration").GetProperty("heldOut")[0].GetString());
        CliResult solved = Cli.Run("solve", "levy", "--dim", "4", "--weights", directory["w.l2e"], "--json");
        Assert.Equal("w.l2e", solved.Json.GetProperty("weights").GetString());
    }

    [Theory]
    [InlineData("backprop")]
    [InlineData("mixed")]
    public void A_training_that_was_interrupted_ends_with_the_same_bytes(string estimator)
    {
        using TemporaryDirectory whole = new(), parts = new();
        Assert.Equal(0, Cli.Run(Arguments(whole, "--estimator", estimator)).ExitCode);
        CliResult interrupted = Cli.Run(new CancellationToken(canceled: true), Arguments(parts, "--estimator", estimator));
        Assert.Equal(130, interrupted.ExitCode);
        Assert.Contains("stopped after 1 of 5 steps; the same command with --resume goes on", interrupted.Output);
        Assert.Equal(0, Cli.Run(Arguments(parts, "--estimator", estimator, "--resume", "--threads", "2")).ExitCode);
        Assert.Equal(File.ReadAllBytes(whole["w.l2e"]), File.ReadAllBytes(parts["w.l2e"]));
        Assert.Equal(File.ReadAllBytes(whole["w.l2e.checkpoint"]), File.ReadAllBytes(parts["w.l2e.checkpoint"]));
    }

    [Fact]
    public void Constants_are_trained_like_gates_and_solve_like_them()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Cli.Run(Arguments(directory, "--operator", "constants"));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(8, OperatorWeights.Load(directory["w.l2e"], ConstantOperator.Instance).Parameters.Length);
        CliResult solved = Cli.Run("solve", "levy", "--dim", "4", "--weights", directory["w.l2e"]);
        Assert.Equal((0, ""), (solved.ExitCode, solved.Error));
    }

    [Fact]
    public void A_scan_over_time_is_trained_solves_and_is_ablated_without_the_parts_that_it_has()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Cli.Run(Arguments(directory, "--operator", "time-scan", "--estimator", "pes"));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        CliResult solved = Cli.Run("solve", "levy", "--dim", "4", "--weights", directory["w.l2e"], "--json");
        Assert.True(solved.Json.GetProperty("certificate").GetProperty("holds").GetBoolean());

        CliResult ablated = Cli.Run(
            "ablate", directory["w.l2e"], "--suite", "held-out", "--dims", "3", "--budget", "20d", "--seeds", "1", "--out", directory["out"]);
        Assert.Equal((0, ""), (ablated.ExitCode, ablated.Error));
        IEnumerable<string> methods = File.ReadLines(Path.Combine(directory["out"], "runs.csv")).Skip(1)
            .Select(row => row.Split(',', '@')[0]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(
            ["constant", "l2e-nolearn", "l2e-noprox", "no-operator", "no-selection", "open-loop", "random", "tuned-constants", "whole"], methods);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_in_one_line()
    {
        using TemporaryDirectory directory = new();
        string held = directory.Write("held.json", Configuration.Replace("\"rastrigin\"", "\"levy\"", StringComparison.Ordinal));
        Refuse(["train", "--config", held, "--out", directory["x"]], "--config: Families: expected no family that is held out, got levy");
        Refuse(["train", "--config", directory["none"], "--out", directory["x"]], "--config: expected a file that can be read");
        Refuse(Arguments(directory, "--estimator", "guess"), "--estimator: expected backprop, pes or mixed, got 'guess'");
        Refuse(Arguments(directory, "--operator", "guess"), "--operator: expected gates, constants or time-scan, got 'guess'");
        Refuse(Arguments(directory, "--resume"), "--resume: expected a file that can be read", "w.l2e.checkpoint");
        Refuse(Arguments(directory, "--hours", "0"), "--hours: expected a number from 0.001 to 10000, got '0'");
        Assert.False(File.Exists(directory["w.l2e"]));

        File.WriteAllText(directory["w.l2e.checkpoint"], "no checkpoint");
        Refuse(Arguments(directory), "--out: expected --resume, or a file with no checkpoint beside it");
        Refuse(Arguments(directory, "--resume"), "--resume: expected a checkpoint of a training, got a file that does not begin as one");

        static void Refuse(string[] arguments, params string[] words) => Cli.AssertRefused(Cli.Run(arguments), words);
    }

    private static string[] Arguments(TemporaryDirectory directory, params string[] more) =>
        ["train", "--config", directory.Write("train.json", Configuration), "--out", directory["w.l2e"], .. more];
}
