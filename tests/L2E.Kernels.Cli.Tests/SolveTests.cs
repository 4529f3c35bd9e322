using System.Text.Json;

namespace L2E.Kernels.Cli.Tests;

public class SolveTests
{
    private static readonly string[] jsonKeys =
    [
        "problem", "dimension", "instance", "rotated", "seed", "budget", "evaluations", "gradientEvaluations", "mode", "start",
        "weights", "device", "threads",
        "best", "initial", "gap", "feasible", "point", "parameters", "constraints", "multipliers", "nonFinite",
        "failedTrials", "recalled", "noisy", "status", "seconds", "allocatedBytes", "certificate",
    ];

    private static readonly string[] certificateKeys =
    [
        "holds", "contractionBound", "worstContraction", "relaxationMin", "anchorUpdates", "pathLength", "pathBound", "finalRadius",
        "radiusBound",
    ];

    [Fact]
    public void The_sphere_is_solved_and_told_in_words()
    {
        CliResult result = Cli.Run("solve", "sphere", "--dim", "10", "--budget", "2000");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("sphere in 10 dimensions (instance 1)", result.Output);
        Assert.Contains("above the known minimum", result.Output);
        Assert.Contains("2,000 of 2,000", result.Output);
        Assert.Contains("certified", result.Output);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public void Constraints_are_told_in_words_and_numbers()
    {
        CliResult words = Cli.Run("solve", "g24", "--budget", "2000"), numbers = Cli.Run("solve", "g24", "--budget", "2000", "--json");

        Assert.Equal((0, ""), (words.ExitCode, words.Error));
        Assert.Contains("| constraints   | 2, all kept; ", words.Output);
        Assert.True(numbers.Json.GetProperty("feasible").GetBoolean());
        Assert.InRange(numbers.Json.GetProperty("best").GetDouble(), 0, 0.01);
        Assert.All(numbers.Json.GetProperty("constraints").EnumerateArray(), value => Assert.InRange(value.GetDouble(), -10, 0));
        Assert.Equal(2, numbers.Json.GetProperty("multipliers").GetArrayLength());
    }

    [Fact]
    public void Where_the_best_point_breaks_constraints_that_is_said()
    {
        const string Program = "while read -r x; do echo 1 3 -2 4; done";
        CliResult result = Cli.Run(
            "solve", "--command", Program, "--dim", "2", "--lower", "-5", "--upper", "5", "--budget", "100", "--constraints", "3");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("| constraints   | 2 of 3 BROKEN, by 4 at most ", result.Output);
    }

    [Fact]
    public void Json_is_one_object_with_the_documented_keys_and_what_was_asked_for()
    {
        CliResult result = Cli.Run(
            "solve", "rastrigin", "--dim", "12", "--budget", "1500", "--seed", "18446744073709551615", "--instance", "7", "--rotate",
            "--start", "centre", "--weights", "random:3", "--threads", "2", "--population", "10", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        JsonElement json = result.Json;
        Assert.Equal(jsonKeys, json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(certificateKeys, json.GetProperty("certificate").EnumerateObject().Select(member => member.Name));
        Assert.Equal("rastrigin", json.GetProperty("problem").GetString());
        Assert.Equal(12, json.GetProperty("dimension").GetInt32());
        Assert.Equal(7, json.GetProperty("instance").GetInt32());
        Assert.True(json.GetProperty("rotated").GetBoolean());
        Assert.Equal(ulong.MaxValue, json.GetProperty("seed").GetUInt64());
        Assert.Equal(1500, json.GetProperty("budget").GetInt64());
        Assert.Equal(1500, json.GetProperty("evaluations").GetInt64());
        Assert.Equal("black-box", json.GetProperty("mode").GetString());
        Assert.Equal("centre", json.GetProperty("start").GetString());
        Assert.Equal("random:3", json.GetProperty("weights").GetString());
        Assert.Equal("cpu", json.GetProperty("device").GetString());
        Assert.Equal(2, json.GetProperty("threads").GetInt32());
        Assert.True(json.GetProperty("gap").GetBoolean());
        Assert.Equal("budget-spent", json.GetProperty("status").GetString());
        Assert.Equal(0, json.GetProperty("nonFinite").GetInt64());
        Assert.InRange(json.GetProperty("best").GetDouble(), 0, json.GetProperty("initial").GetDouble());
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);
        Assert.True(json.GetProperty("allocatedBytes").GetInt64() >= 0);
        Assert.True(json.GetProperty("certificate").GetProperty("holds").GetBoolean());
        Assert.Equal(0.95, json.GetProperty("certificate").GetProperty("contractionBound").GetDouble());
    }

    [Fact]
    public void Without_dim_and_budget_the_documented_defaults_hold()
    {
        Assert.Equal(1000, Cli.Run("solve", "sphere", "--dim", "2", "--json").Json.GetProperty("budget").GetInt64());
        Assert.Equal(2500, Cli.Run("solve", "sphere", "--dim", "25", "--json").Json.GetProperty("budget").GetInt64());
        string help = Cli.Run("solve", "--help").Output;
        Assert.Contains("Default: 100 for each variable, at least 1,000, at most 1,000,000.", help);
    }

    [Fact]
    public void A_problem_with_one_dimension_needs_no_dim()
    {
        CliResult result = Cli.Run("solve", "cartpole", "--budget", "300", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.True(result.Json.GetProperty("dimension").GetInt32() > 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_result_and_another_seed_another()
    {
        string[] arguments = ["solve", "ackley", "--dim", "20", "--budget", "2000", "--json", "--seed"];
        string first = Reproducible(Cli.Run([.. arguments, "5"]));

        Assert.Equal(first, Reproducible(Cli.Run([.. arguments, "5"])));
        Assert.NotEqual(first, Reproducible(Cli.Run([.. arguments, "6"])));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_result()
    {
        string[] arguments = ["solve", "griewank", "--dim", "300", "--budget", "6000", "--rotate", "--json", "--threads"];

        Assert.Equal(
            Reproducible(Cli.Run([.. arguments, "1"])).Replace("\"threads\":1", "\"threads\":2"),
            Reproducible(Cli.Run([.. arguments, "2"])));
    }

    [Fact]
    public void Printed_numbers_read_back_to_the_double_that_the_trace_ends_with()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Cli.Run("solve", "levy", "--dim", "9", "--budget", "1200", "--json", "--trace", directory["trace.csv"]);

        double last = double.Parse(File.ReadLines(directory["trace.csv"]).Last().Split(',')[2]);
        Assert.Equal(last, result.Json.GetProperty("best").GetDouble());
    }

    [Fact]
    public void A_start_file_may_be_a_json_array_or_words()
    {
        using TemporaryDirectory directory = new();
        string json = directory.Write("start.json", "[0.5, -1, 1e0]\n"), words = directory.Write("start.txt", "0.5\n-1\t1.0\n");
        double fromJson = Initial("--start", json), fromWords = Initial("--start", words);

        Assert.Equal(fromJson, fromWords);
        Assert.NotEqual(fromJson, Initial("--start", "centre"));
        Assert.NotEqual(fromJson, Initial("--start", "random"));

        static double Initial(params string[] start) =>
            Cli.Run(["solve", "sphere", "--dim", "3", "--json", .. start]).Json.GetProperty("initial").GetDouble();
    }

    [Fact]
    public void The_mode_is_told_and_gradients_are_used_only_when_they_are_asked_for()
    {
        string[] arguments = ["solve", "rosenbrock", "--dim", "40", "--rotate", "--budget", "2000"];
        CliResult blackBox = Cli.Run([.. arguments, "--json"]), gradient = Cli.Run([.. arguments, "--mode", "gradient", "--json"]);
        Assert.Equal("black-box", blackBox.Json.GetProperty("mode").GetString());
        Assert.Equal(0, blackBox.Json.GetProperty("gradientEvaluations").GetInt64());
        Assert.Equal("gradient", gradient.Json.GetProperty("mode").GetString());
        Assert.InRange(gradient.Json.GetProperty("gradientEvaluations").GetInt64(), 1, 2000);
        Assert.True(gradient.Json.GetProperty("best").GetDouble() < blackBox.Json.GetProperty("best").GetDouble());
        Assert.Contains("black-box: values only", Cli.Run(arguments).Output);
        Assert.Contains("evaluations with a gradient", Cli.Run([.. arguments, "--mode", "gradient"]).Output);
    }

    [Fact]
    public void A_mode_that_is_unknown_or_that_the_problem_has_not_is_refused()
    {
        Cli.AssertRefused(
            Cli.Run("solve", "sphere", "--dim", "2", "--mode", "newton"), "--mode: expected black-box or gradient, got 'newton'");
        Cli.AssertRefused(
            Cli.Run("solve", "cartpole", "--mode", "gradient"), "--mode: expected black-box for an objective without a gradient");
        Cli.AssertRefused(
            Cli.Run("solve", "--command", "cat", "--dim", "2", "--lower", "0", "--upper", "1", "--mode", "gradient"),
            "--mode: expected black-box");
    }

    [Fact]
    public void Without_the_operator_the_run_says_that_it_did_not_run()
    {
        CliResult json = Cli.Run("solve", "sphere", "--dim", "5", "--weights", "none", "--json");
        Assert.Equal("none", json.Json.GetProperty("weights").GetString());
        Assert.Equal(0, json.Json.GetProperty("certificate").GetProperty("worstContraction").GetDouble());
        Assert.Contains("did not run", Cli.Run("solve", "sphere", "--dim", "5", "--weights", "none").Output);
    }

    [Fact]
    public void Weights_that_were_saved_give_the_run_that_they_gave_before()
    {
        using TemporaryDirectory directory = new();
        OperatorWeights.Random(11).Save(directory["my.weights"]);
        string[] arguments = ["solve", "rosenbrock", "--dim", "8", "--json", "--weights"];
        CliResult loaded = Cli.Run([.. arguments, directory["my.weights"]]);

        Assert.Equal("my.weights", loaded.Json.GetProperty("weights").GetString());
        Assert.Equal(Reproducible(Cli.Run([.. arguments, "random:11"])).Replace("random:11", "my.weights"), Reproducible(loaded));
    }

    [Fact]
    public void The_trace_counts_upwards_and_its_best_never_rises()
    {
        using TemporaryDirectory directory = new();
        Cli.Run("solve", "weierstrass", "--dim", "15", "--budget", "3000", "--trace", directory["trace.csv"]);

        string[] lines = File.ReadAllLines(directory["trace.csv"]);
        Assert.Equal("evaluations,proposal,best,amplitude,trust,scale,radius", lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.True(rows.Length > 3);
        Assert.All(rows, row => Assert.Equal(7, row.Length));
        string[] proposals = ["design", "coordinate", "jump", "curvature", "axis coordinate", "axis jump", "descent", "population"];
        Assert.All(rows, row => Assert.Contains(row[1], proposals));
        Assert.Equal(3000, long.Parse(rows[^1][0]));
        Assert.All(rows.Zip(rows.Skip(1)), pair =>
        {
            Assert.True(long.Parse(pair.First[0]) <= long.Parse(pair.Second[0]));
            Assert.True(double.Parse(pair.First[2]) >= double.Parse(pair.Second[2]));
        });
    }

    [Fact]
    public void A_cancelled_run_prints_the_best_so_far_and_exits_with_130()
    {
        using CancellationTokenSource cancellation = new();
        cancellation.CancelAfter(TimeSpan.FromSeconds(3));
        CliResult result = Cli.Run(cancellation.Token, "solve", "rastrigin", "--dim", "1000", "--budget", "1000000000", "--json");

        Assert.Equal(130, result.ExitCode);
        Assert.Equal("cancelled", result.Json.GetProperty("status").GetString());
        Assert.True(result.Json.GetProperty("best").GetDouble() <= result.Json.GetProperty("initial").GetDouble());
        Assert.True(result.Json.GetProperty("certificate").GetProperty("holds").GetBoolean());
    }

    [Fact]
    public void A_run_that_is_cancelled_before_its_first_evaluation_has_nothing_to_tell_yet()
    {
        using TemporaryDirectory directory = new();
        string[] arguments =
        [
            "solve", "rastrigin", "--dim", "10", "--trace", directory["t.csv"], "--plot", directory["p.svg"], "--certificate",
            directory["c.json"],
        ];
        CliResult json = Cli.Run(new CancellationToken(canceled: true), [.. arguments, "--json"]);
        Assert.Equal((130, ""), (json.ExitCode, json.Error));
        Assert.Equal(JsonValueKind.Null, json.Json.GetProperty("best").ValueKind);
        Assert.Equal(0, json.Json.GetProperty("evaluations").GetInt64());

        CliResult table = Cli.Run(new CancellationToken(canceled: true), arguments);
        Assert.Equal((130, ""), (table.ExitCode, table.Error));
        Assert.Contains("nothing yet", table.Output);
        Assert.Equal(["c.json", "p.svg", "t.csv"], directory.Files);
        Assert.Equal(0, Cli.Run("check", directory["c.json"]).ExitCode);
    }

    // What remains the same from run to run.
    private static string Reproducible(CliResult result)
    {
        Assert.Equal(0, result.ExitCode);
        return string.Join(',', result.Json.EnumerateObject().Where(member => member.Name is not ("seconds" or "allocatedBytes")));
    }
}
