using System.Diagnostics;
using System.Text.Json;

namespace L2E.Kernels.Cli.Tests;

/// <summary>Objectives that are programs; the programs are shell and awk scripts, which every machine has.</summary>
public class ExternalProgramTests
{
    // Sums the squares of a JSON array. One awk for all lines would wait for more input than a line.
    private const string Sphere = """
        while read -r x; do
          echo "$x" | awk '{ gsub(/[\[\]]/, ""); n = split($0, x, ","); for (i = 1; i <= n; i++) s += x[i] ^ 2; printf "%.17g\n", s }'
        done
        """;

    [Fact]
    public void A_program_is_minimised()
    {
        CliResult result = Solve(Sphere, "--budget", "400", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        JsonElement json = result.Json;
        Assert.Equal(Sphere, json.GetProperty("problem").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("instance").ValueKind);
        Assert.False(json.GetProperty("rotated").GetBoolean());
        Assert.False(json.GetProperty("gap").GetBoolean());
        Assert.Equal(400, json.GetProperty("evaluations").GetInt64());
        Assert.InRange(json.GetProperty("best").GetDouble(), 0, 1e-6);
    }

    [Fact]
    public void A_program_answers_with_its_constraints_behind_the_value()
    {
        // The nearest point to (1, 1) in the half-plane x + y <= 0.
        const string Program = """
            while read -r x; do
              echo "$x" | awk '{ gsub(/[\[\]]/, ""); split($0, x, ","); printf "%.17g %.17g\n", (x[1] - 1) ^ 2 + (x[2] - 1) ^ 2, x[1] + x[2] }'
            done
            """;
        CliResult result = Cli.Run(
            "solve", "--command", Program, "--dim", "2", "--lower", "-5", "--upper", "5", "--budget", "600", "--constraints", "1", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.True(result.Json.GetProperty("feasible").GetBoolean());
        Assert.InRange(result.Json.GetProperty("best").GetDouble(), 2 - 1e-9, 2 + 1e-4);
        Assert.InRange(Assert.Single(result.Json.GetProperty("constraints").EnumerateArray()).GetDouble(), -1e-3, 0);
        Assert.InRange(Assert.Single(result.Json.GetProperty("multipliers").EnumerateArray()).GetDouble(), 1.9, 2.1);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1 2 3")]
    [InlineData("1 x")]
    public void An_answer_without_its_constraints_is_shown(string line) =>
        Cli.AssertRefused(
            Solve($"while read -r x; do echo '{line}'; done", "--constraints", "1"),
            "--command: expected a number and 1 constraint behind it a line (--constraints)", $"'{line}'");

    [Fact]
    public void The_table_names_the_program() => Assert.Contains("(an external program)", Solve("while read -r x; do echo 1; done").Output);

    [Fact]
    public void A_batch_larger_than_the_pipes_between_the_processes_does_not_lock_up()
    {
        CliResult result = Cli.Run(
            "solve", "--command", "while read -r x; do echo 1; done", "--dim", "3000", "--lower", "-5", "--upper", "5", "--budget", "80",
            "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_program_that_writes_at_length_to_its_standard_error_does_not_lock_up()
    {
        CliResult result = Solve(
            "while read -r x; do awk 'BEGIN { for (i = 0; i < 2000; i++) print \"a line of words for the log\" }' >&2; echo 1; done",
            "--budget", "100", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_program_that_dies_is_reported_with_its_exit_code_and_last_words() =>
        Cli.AssertRefused(
            Solve("read -r x; echo 1; echo first >&2; echo 'out of luck' >&2; exit 7"),
            "--command:", "exit code 7 after 1 evaluation", "'out of luck'");

    [Fact]
    public void A_program_that_cannot_be_found_is_reported() =>
        Cli.AssertRefused(Solve("no-such-program-anywhere"), "--command:", "exit code 127", "no-such-program-anywhere");

    [Theory]
    [InlineData("hello")]
    [InlineData("1 2")]
    [InlineData("[1]")]
    [InlineData("1,5")]
    [InlineData("")]
    public void A_line_that_is_not_one_number_is_shown(string line) =>
        Cli.AssertRefused(Solve($"while read -r x; do echo '{line}'; done"), "--command: expected one number a line", $"'{line}'");

    [Fact]
    public void A_line_without_end_is_shown_in_part()
    {
        CliResult result = Solve("read -r x; yes x | tr -d '\\n'");
        Cli.AssertRefused(result, "--command: expected one number a line", "'xxxx", "...'");
        Assert.True(result.Error.Length < 200);
    }

    [Fact]
    public void A_program_that_prints_more_than_it_is_asked_for_is_reported() =>
        Cli.AssertRefused(
            Solve("while read -r x; do echo 1; echo 2; done", "--budget", "100000"), "--command: expected one line for each candidate");

    [Fact]
    public void A_program_that_falls_silent_is_stopped_with_the_advice_to_flush()
    {
        long started = Stopwatch.GetTimestamp();
        Cli.AssertRefused(
            Solve("sleep 600", "--timeout", "0.3"), "--command: expected an answer within 0.3 s (--timeout)", "flush");
        // It was stopped, not waited for.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(300));
    }

    [Fact]
    public void A_program_that_never_reads_is_stopped_though_its_input_is_full() =>
        Cli.AssertRefused(
            Cli.Run(
                "solve", "--command", "sleep 600", "--dim", "20000", "--lower", "-5", "--upper", "5", "--budget", "500", "--timeout", "0.3"),
            "--command: expected an answer within 0.3 s");

    [Fact]
    public void A_program_that_closes_its_output_is_reported() =>
        Cli.AssertRefused(
            Solve("read -r x; echo 1; exec >&-; sleep 600"), "--command:", "the end of the program's output after 1 evaluation");

    [Theory]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("-inf")]
    [InlineData("+inf")]
    [InlineData("-Infinity")]
    [InlineData("null")]
    [InlineData("1e999")]
    public void Failed_values_rank_last_and_are_counted(string failed)
    {
        // Every fourth candidate fails.
        CliResult result = Solve(
            $"n=0; while read -r x; do n=$((n + 1)); if [ $((n % 4)) = 0 ]; then echo {failed}; else echo 5; fi; done", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(250, result.Json.GetProperty("nonFinite").GetInt64());
        Assert.Equal(5, result.Json.GetProperty("best").GetDouble());
    }

    [Fact]
    public void The_table_tells_how_many_values_failed() =>
        Assert.Contains(
            "500 gave no finite value and ranked last",
            Solve("while read -r x; do echo 5; read -r x; echo nan; done").Output);

    [Fact]
    public void When_no_value_is_finite_the_run_stops_and_says_so()
    {
        using TemporaryDirectory directory = new();
        CliResult table = Solve("while read -r x; do echo nan; done", "--trace", directory["t.csv"]);
        Cli.AssertRefused(table, "--command: expected a finite value", "the run stopped");
        Assert.Empty(directory.Files);

        CliResult json = Solve("while read -r x; do echo nan; done", "--json");
        Assert.Equal(2, json.ExitCode);
        Cli.AssertOneLine(json.Error, "--command: expected a finite value");
        Assert.Equal("no-finite-value", json.Json.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, json.Json.GetProperty("best").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.Json.GetProperty("initial").ValueKind);
        Assert.Equal(json.Json.GetProperty("evaluations").GetInt64(), json.Json.GetProperty("nonFinite").GetInt64());
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_the_program_thinks_ends_at_once_with_what_it_has()
    {
        using TemporaryDirectory directory = new();
        using CancellationTokenSource cancellation = new();
        Task cancel = directory.WaitForAsync("thinking", TestContext.Current.CancellationToken)
            .ContinueWith(_ => cancellation.Cancel(), TaskScheduler.Default);
        CliResult result = Cli.Run(
            cancellation.Token, "solve", "--command",
            $"n=0; while read -r x; do n=$((n + 1)); if [ $n = 300 ]; then echo > {directory["thinking"]}; sleep 600; fi; echo $n; done",
            "--dim", "4", "--lower", "-5", "--upper", "5", "--budget", "1000", "--json");
        await cancel;
        Assert.Equal((130, ""), (result.ExitCode, result.Error));
        Assert.Equal("cancelled", result.Json.GetProperty("status").GetString());
        Assert.Equal(1, result.Json.GetProperty("best").GetDouble());
    }

    [Fact]
    public void A_program_that_is_done_with_is_not_left_running()
    {
        using TemporaryDirectory directory = new();
        // The end of its input ends the loop; only then is the file written.
        Solve($"while read -r x; do echo 1; done; echo ended > {directory["end"]}");
        Assert.Equal(["end"], directory.Files);
    }

    private static CliResult Solve(string command, params string[] options)
    {
        string[] budget = options.Contains("--budget") ? [] : ["--budget", "1000"];
        return Cli.Run(["solve", "--command", command, "--dim", "4", "--lower", "-5", "--upper", "5", .. budget, .. options]);
    }
}
