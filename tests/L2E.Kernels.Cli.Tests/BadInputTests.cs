namespace L2E.Kernels.Cli.Tests;

/// <summary>Everything that cannot be used is refused in one line that names it, before anything is written.</summary>
public class BadInputTests
{
    [Theory]
    [InlineData("--dim", "0", "whole number from 1 to 1000000")]
    [InlineData("--dim", "-3", "whole number from 1 to 1000000")]
    [InlineData("--dim", "ten", "whole number from 1 to 1000000")]
    [InlineData("--dim", "1.5", "whole number from 1 to 1000000")]
    [InlineData("--dim", "NaN", "whole number from 1 to 1000000")]
    [InlineData("--dim", "99999999999999999999", "whole number from 1 to 1000000")]
    [InlineData("--dim", "", "whole number from 1 to 1000000")]
    [InlineData("--budget", "-1", "whole number from 1 to 9223372036854775807")]
    [InlineData("--budget", "1e4", "whole number from 1 to 9223372036854775807")]
    [InlineData("--budget", "20,000", "whole number from 1 to 9223372036854775807")]
    [InlineData("--seed", "-1", "whole number from 0 to 18446744073709551615")]
    [InlineData("--seed", "one", "whole number from 0 to 18446744073709551615")]
    [InlineData("--instance", "-1", "whole number from 0 to 2147483647")]
    [InlineData("--instance", "nan", "whole number from 0 to 2147483647")]
    [InlineData("--threads", "0", "whole number from 1 to 1024")]
    [InlineData("--threads", "1025", "whole number from 1 to 1024")]
    [InlineData("--population", "3", "whole number from 4 to 1000000")]
    [InlineData("--population", "x", "whole number from 4 to 1000000")]
    [InlineData("--target", "low", "number from -1.7976931348623157E+308 to 1.7976931348623157E+308")]
    [InlineData("--time", "0", "number from 0.001 to 10000000")]
    [InlineData("--stagnation", "0", "whole number from 1 to 9223372036854775807")]
    [InlineData("--spread", "2", "number from 0.0001 to 1")]
    [InlineData("--every", "0", "whole number from 1 to 9223372036854775807")]
    public void A_number_that_is_none_or_out_of_range_is_refused(string option, string value, string expected)
    {
        string[] dimension = option == "--dim" ? [] : ["--dim", "5"];
        Cli.AssertRefused(Cli.Run(["solve", "sphere", .. dimension, option, value]), option, expected, $"'{value}'");
    }

    [Theory]
    [InlineData("--lower", "nan")]
    [InlineData("--lower", "-inf")]
    [InlineData("--lower", "x")]
    [InlineData("--upper", "Infinity")]
    [InlineData("--upper", "1e999")]
    [InlineData("--timeout", "0")]
    [InlineData("--timeout", "-1")]
    [InlineData("--timeout", "NaN")]
    [InlineData("--timeout", "soon")]
    public void A_bound_or_time_that_is_no_finite_number_is_refused(string option, string value)
    {
        Dictionary<string, string> options = new() { ["--lower"] = "-1", ["--upper"] = "1", [option] = value };
        string[] arguments = [.. options.SelectMany(pair => (string[])[pair.Key, pair.Value])];
        Cli.AssertRefused(Cli.Run(["solve", "--command", "cat", "--dim", "2", .. arguments]), option, "number from", $"'{value}'");
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1", "-1")]
    public void A_box_that_is_empty_or_inverted_is_refused(string lower, string upper) =>
        Cli.AssertRefused(
            Cli.Run("solve", "--command", "cat", "--dim", "2", "--lower", lower, "--upper", upper),
            "--upper: expected a number above --lower");

    [Fact]
    public void A_box_whose_width_overflows_is_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "--command", "cat", "--dim", "2", "--lower", "-1e308", "--upper", "1e308"), "--upper", "width");

    [Theory]
    [InlineData("--dim")]
    [InlineData("--lower")]
    [InlineData("--upper")]
    public void An_external_program_needs_a_dimension_and_both_bounds(string missing)
    {
        Dictionary<string, string> options = new() { ["--dim"] = "2", ["--lower"] = "-1", ["--upper"] = "1" };
        options.Remove(missing);
        string[] arguments = [.. options.SelectMany(pair => (string[])[pair.Key, pair.Value])];
        Cli.AssertRefused(Cli.Run(["solve", "--command", "cat", .. arguments]), missing, "got nothing");
    }

    [Theory]
    [InlineData("--lower", "-1")]
    [InlineData("--upper", "1")]
    [InlineData("--timeout", "1")]
    public void Options_of_external_programs_are_refused_with_a_problem(string option, string value) =>
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "2", option, value), option, "--command only");

    [Theory]
    [InlineData("--instance", "2")]
    [InlineData("--rotate", null)]
    [InlineData("--threads", "2")]
    public void Options_of_problems_are_refused_with_an_external_program(string option, string? value)
    {
        string[] given = value is null ? [option] : [option, value];
        Cli.AssertRefused(
            Cli.Run(["solve", "--command", "cat", "--dim", "2", "--lower", "0", "--upper", "1", .. given]), option, "--command");
    }

    [Fact]
    public void A_problem_and_a_command_together_are_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--command", "cat", "--dim", "2"), "problem:", "both 'sphere' and --command");

    [Fact]
    public void An_empty_command_is_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "--command", " ", "--dim", "2", "--lower", "0", "--upper", "1"), "--command:");

    [Theory]
    [InlineData("rastrign", "'rastrigin'")]
    [InlineData("Sphere", "'sphere'")]
    [InlineData("bbob-f1", "'bbob-f")]
    [InlineData("stybl", null)]
    public void An_unknown_problem_is_refused_with_the_nearest_name(string given, string? nearest)
    {
        CliResult result = Cli.Run("solve", given, "--dim", "5");
        Cli.AssertRefused(result, $"problem: unknown problem '{given}'", "l2e problems lists them");
        if (nearest is null)
            Assert.DoesNotContain("did you mean", result.Error);
        else
            Assert.Contains($"did you mean {nearest}", result.Error);
    }

    [Fact]
    public void No_problem_at_all_is_refused() => Cli.AssertRefused(Cli.Run("solve"), "problem:", "got nothing");

    [Fact]
    public void A_problem_without_its_dimension_is_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "rastrigin"), "--dim: expected 1 to 100000 for rastrigin, got nothing");

    [Fact]
    public void A_dimension_that_the_problem_does_not_have_is_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "rosenbrock", "--dim", "1"), "--dim: expected 2 to 100000 for rosenbrock, got 1");

    [Theory]
    [InlineData("cartpole")]
    [InlineData("bbob-f15")]
    public void A_problem_that_cannot_be_rotated_says_so(string problem)
    {
        string[] dimension = problem == "cartpole" ? [] : ["--dim", "5"];
        Cli.AssertRefused(Cli.Run(["solve", problem, "--rotate", .. dimension]), "--rotate: expected", problem);
    }

    [Fact]
    public void An_instance_that_a_problem_does_not_have_is_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "bbob-f03", "--dim", "5", "--instance", "2000000000"), "--instance: expected", "got 2000000000");

    [Fact]
    public void Another_dimension_than_the_only_one_of_a_problem_is_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "cartpole", "--dim", "3"), "--dim: expected", "for cartpole, got 3");

    [Fact]
    public void A_budget_below_one_population_is_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", "--budget", "3"), "--budget: expected at least", "got 3");

    [Fact]
    public void An_odd_population_is_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", "--population", "7"), "--population: expected an even number", "got 7");

    [Fact]
    public void A_population_that_no_memory_holds_is_refused() =>
        Cli.AssertRefused(
            Cli.Run("solve", "sphere", "--dim", "100000", "--budget", "100000000", "--population", "1000000"),
            "--population: expected a run whose population in 100000 dimensions fits into memory, got 1000000");

    [Theory]
    [InlineData("random:")]
    [InlineData("random:-1")]
    [InlineData("random:x")]
    public void A_random_seed_of_weights_that_is_no_number_is_refused(string weights) =>
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", "--weights", weights), "--weights:", $"'{weights}'");

    [Theory]
    [InlineData("--weights")]
    [InlineData("--start")]
    public void A_file_that_does_not_exist_is_refused(string option) =>
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", option, "no-such-file"), option, "'no-such-file', which does not exist");

    [Theory]
    [InlineData("--weights")]
    [InlineData("--start")]
    public void A_directory_in_place_of_a_file_is_refused(string option)
    {
        using TemporaryDirectory directory = new();
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", option, directory["."]), option, "which is a directory");
    }

    [Theory]
    [InlineData("", "5 numbers", "0 in")]
    [InlineData("1 2 3 4", "5 numbers", "4 in")]
    [InlineData("[1, 2, 3, 4, 5, 6]", "5 numbers", "6 in")]
    [InlineData("1 2 three 4 5", "numbers between white space", "'three' (word 3)")]
    [InlineData("1 2 3 4 5.5", "numbers in the box [-5, 5]", "5.5 (number 5)")]
    [InlineData("1 2 nan 4 5", "numbers in the box [-5, 5]", "NaN (number 3)")]
    [InlineData("[1, 2, 3, 4", "one JSON array of numbers", "start")]
    [InlineData("[1, 2, \"3\", 4, 5]", "one JSON array of numbers", "start")]
    [InlineData("[[1], 2, 3, 4, 5]", "one JSON array of numbers", "start")]
    [InlineData("[1, 2, 1e999, 4, 5]", "numbers in the box [-5, 5]", "number 3")]
    public void A_start_that_is_not_one_point_of_the_box_is_refused(string text, string expected, string got)
    {
        using TemporaryDirectory directory = new();
        string start = directory.Write("start", text);
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", "--start", start), "--start:", expected, got);
    }

    [Fact]
    public void A_file_that_holds_no_weights_is_refused()
    {
        using TemporaryDirectory directory = new();
        Cli.AssertRefused(
            Cli.Run("solve", "sphere", "--dim", "5", "--weights", directory.Write("w", "not weights")),
            "--weights: expected a weights file");
    }

    [Theory]
    [InlineData("--trace")]
    [InlineData("--plot")]
    [InlineData("--certificate")]
    public void An_output_path_that_cannot_be_written_is_refused_before_the_run(string option)
    {
        using TemporaryDirectory directory = new();
        // The run alone would take minutes.
        string[] run = ["solve", "rastrigin", "--dim", "1000", "--budget", "100000000"];
        Cli.AssertRefused(Cli.Run([.. run, option, directory["missing/file"]]), option, "whose directory does not exist");
        Cli.AssertRefused(Cli.Run([.. run, option, directory["."]]), option, "which is a directory");
        Cli.AssertRefused(Cli.Run([.. run, option, ""]), option);
        Assert.Empty(directory.Files);
    }

    [Fact]
    public void A_device_is_no_output_path()
    {
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", "--trace", "/dev/null"), "--trace: expected the path of a regular file");
        Assert.Empty(File.ReadAllBytes("/dev/null"));
    }

    [Theory]
    [InlineData("budget", "3")]
    [InlineData("population", "7")]
    public void A_refused_run_leaves_no_file_behind(string option, string value)
    {
        using TemporaryDirectory directory = new();
        Cli.AssertRefused(
            Cli.Run(
                "solve", "sphere", "--dim", "5", $"--{option}", value, "--trace", directory["t.csv"], "--plot", directory["p.svg"],
                "--certificate", directory["c.json"]),
            option);
        Assert.Empty(directory.Files);
    }

    [Fact]
    public void A_failed_run_leaves_the_file_of_an_earlier_one_as_it_was()
    {
        using TemporaryDirectory directory = new();
        string trace = directory.Write("t.csv", "earlier");
        Cli.AssertRefused(
            Cli.Run("solve", "--command", "exit 3", "--dim", "2", "--lower", "0", "--upper", "1", "--trace", trace), "exit code 3");
        Assert.Equal(["t.csv"], directory.Files);
        Assert.Equal("earlier", File.ReadAllText(trace));
    }

    [Fact]
    public void Unknown_options_are_refused_with_the_nearest_name()
    {
        Cli.AssertRefused(
            Cli.Run("solve", "sphere", "--dim", "5", "--bugdet", "100"),
            "--bugdet: unknown option, did you mean '--budget'?", "l2e solve --help");
        Cli.AssertRefused(Cli.Run("solve", "--bugdet", "100", "sphere"), "--bugdet: unknown option, did you mean '--budget'?");
        Cli.AssertRefused(Cli.Run("check", "--verbose", "file"), "--verbose: unknown option", "l2e check --help");
        Cli.AssertRefused(Cli.Run("problems", "--jsn"), "--jsn: unknown option, did you mean '--json'?");
        Cli.AssertRefused(Cli.Run("--frobnicate"), "--frobnicate: unknown option", "l2e --help");
    }

    [Fact]
    public void Options_without_value_or_with_two_are_refused()
    {
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim"), "--dim: expected a value (N), got nothing");
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", "--start"), "--start: expected a value (POINT), got nothing");
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", "--dim", "6"), "--dim: expected one value, got 2: '5', '6'");
        Cli.AssertRefused(Cli.Run("solve", "sphere", "--dim", "5", "--json=yes"), "'yes'");
    }

    [Fact]
    public void Superfluous_arguments_are_refused() =>
        Cli.AssertRefused(Cli.Run("solve", "sphere", "ackley", "--dim", "5"), "solve: expected no further argument, got 'ackley'");

    [Fact]
    public void A_missing_or_unknown_command_is_refused()
    {
        Cli.AssertRefused(Cli.Run(), "command: expected solve, problems, check, devices, compare, train, inspect, ablate, got nothing");
        Cli.AssertRefused(Cli.Run("slove"), "command: unknown command 'slove', did you mean 'solve'?");
    }

    [Fact]
    public void What_was_given_is_quoted_without_its_control_characters_and_shortened()
    {
        CliResult result = Cli.Run("solve", "a\nb\u001b[31m" + new string('x', 1000));
        Cli.AssertRefused(result, "'a b [31mxxx");
        Assert.True(result.Error.Length < 300);
    }

    [Fact]
    public void A_file_of_arguments_is_not_read() => Cli.AssertRefused(Cli.Run("solve", "@file"), "unknown problem '@file'");
}
