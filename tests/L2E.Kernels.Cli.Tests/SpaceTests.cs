using System.Text.Json;

namespace L2E.Kernels.Cli.Tests;

/// <summary>Programs whose parameters have names and kinds; the programs are shell scripts, which every machine has.</summary>
public sealed class SpaceTests : IDisposable
{
    private const string Space = """
        {"parameters": [
          {"name": "layers", "type": "integer", "lower": 0, "upper": 9},
          {"name": "kind", "type": "categorical", "values": ["relu", "poly"]},
          {"name": "degree", "type": "ordinal", "values": [2, 3, 5], "when": {"parameter": "kind", "values": ["poly"]}}]}
        """;

    // Least, 0, for 7 layers and a polynomial of degree 3; 4 layers are too many for a memory that is said to be small.
    private const string Trial = """
        layers=${x#*'"layers":'}
        layers=${layers%%,*}
        [ "$layers" = 4 ] && { echo 'out of memory' >&2; exit 3; }
        case "$x" in *'"kind":"poly","degree":3'*) c=0;; *'"kind":"poly","degree":'[25]*) c=2;; *'"kind":"relu"}') c=5;; *) c=wrong;; esac
        echo $(( (layers - 7) * (layers - 7) + c ))
        """;

    private const string Trials = "while read -r x; do\n" + Trial + "\ndone";

    private readonly TemporaryDirectory directory = new();
    private readonly string space;

    public SpaceTests() => space = directory.Write("space.json", Space);

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("read -r x\n" + Trial)]
    [InlineData(Trials)]
    public void A_program_is_tuned_whether_it_handles_one_trial_or_all_and_failed_trials_are_told(string program)
    {
        CliResult result = Solve(program, "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        JsonElement json = result.Json;
        Assert.Equal(0, json.GetProperty("best").GetDouble());
        Assert.Equal("""{"layers":7,"kind":"poly","degree":3}""", json.GetProperty("parameters").GetRawText());
        Assert.Equal(3, json.GetProperty("point").GetArrayLength());
        // All 40 there are, and the start again.
        Assert.Equal(41, json.GetProperty("evaluations").GetInt64());
        Assert.Equal("exhausted", json.GetProperty("status").GetString());
        long failed = json.GetProperty("failedTrials").GetInt64();
        Assert.InRange(failed, 1, 60);
        Assert.Equal(failed, json.GetProperty("nonFinite").GetInt64());
        Assert.True(json.GetProperty("certificate").GetProperty("holds").GetBoolean());
    }

    [Fact]
    public void The_table_shows_the_best_values_by_name_and_why_a_trial_failed()
    {
        string table = Solve(Trials).Output;

        Assert.Matches(@"\|   layers +\| 7 ", table);
        Assert.Matches(@"\|   kind +\| poly ", table);
        Assert.Matches(@"\|   degree +\| 3 ", table);
        Assert.Matches(
            @"failed trials +\| [0-9]+; the last: exit code 3 after [0-9]+ evaluations?; its last words: 'out of memory'", table);
    }

    [Fact]
    public void A_trial_that_takes_too_long_has_failed()
    {
        CliResult result = Solve(
            "while read -r x; do case \"$x\" in *'\"layers\":4'*) sleep 60;; esac; echo 1; done", "--timeout", "0.2", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.InRange(result.Json.GetProperty("failedTrials").GetInt64(), 1, 59);
    }

    [Fact]
    public void A_run_begins_at_values_by_name()
    {
        string start = directory.Write("start.json", """{"kind": "poly", "degree": 3, "layers": 7}""");

        Assert.Equal(0, Solve(Trials, "--start", start, "--json").Json.GetProperty("initial").GetDouble());
    }

    [Theory]
    [InlineData("""{"layers": 7, "kind": "relu", "degree": 3}""", "--start: degree: expected none where kind is relu, got 3")]
    [InlineData("""{"layers": 7.5, "kind": "relu"}""", "--start: layers: expected an integer from 0 to 9, got 7.5")]
    [InlineData("""{"layers": 7, "kind": "relu", "depth": 1}""", "--start: expected names of the space's parameters, got 'depth'")]
    [InlineData("[7]", "--start: expected one JSON object of values by name")]
    public void A_start_that_is_not_in_the_space_is_refused(string text, string message)
    {
        CliResult result = Solve("read -r x; echo 1", "--start", directory.Write("start.json", text));

        Cli.AssertRefused(result, message);
    }

    [Fact]
    public void What_does_not_go_with_a_space_is_refused()
    {
        Cli.AssertRefused(Solve("echo 1", "--dim", "3"), "--dim: expected to be left out with --space, which has its own");
        Cli.AssertRefused(Solve("echo 1", "--lower", "0"), "--lower: expected to be left out with --space, which has its own");
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "3", "--space", space), "--space: expected to be given with --command only");
        Cli.AssertRefused(Cli.Run("solve", "--command", "echo 1", "--space", directory["none"]), "--space:", "which does not exist");
        File.WriteAllText(space, """{"parameters": [{"name": "a", "type": "real"}]}""");
        Cli.AssertRefused(
            Solve("echo 1"), "--space: parameters[0] (a).type: expected float, integer, categorical or ordinal, got 'real'", "space.json");
    }

    [Fact]
    public void A_program_whose_trials_all_fail_is_refused_with_the_reason() =>
        Cli.AssertRefused(
            Solve("read -r x; echo 'no such data set' >&2; exit 1"),
            "--command: expected a finite value somewhere", "exit code 1 after 0 evaluations", "'no such data set'");

    [Fact]
    public void A_command_that_cannot_be_run_ends_the_run_at_once() =>
        Cli.AssertRefused(Solve("no-such-program-anywhere"), "--command:", "exit code 127", "no-such-program-anywhere");

    [Fact]
    public void A_snapshot_of_another_space_is_refused()
    {
        string snapshot = directory["run.snapshot"];
        Assert.Equal(0, Solve("while read -r x; do echo 1; done", "--snapshot", snapshot).ExitCode);
        File.WriteAllText(space, Space.Replace("9", "8", StringComparison.Ordinal));

        Cli.AssertRefused(Solve("while read -r x; do echo 1; done", "--resume", snapshot), "--resume: expected", "space ");
    }

    private CliResult Solve(string program, params string[] options) => Cli.Run(
        ["solve", "--command", program, "--space", space, "--budget", "70", .. options]);
}
