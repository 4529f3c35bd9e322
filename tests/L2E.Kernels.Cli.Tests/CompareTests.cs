namespace L2E.Kernels.Cli.Tests;

public class CompareTests
{
    [Fact]
    public void A_comparison_leaves_its_runs_and_a_report()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Compare(directory);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("88 runs of 88", result.Output);
        Assert.Equal(["report.html", "runs.csv"], Directory.GetFiles(directory["out"]).Select(Path.GetFileName).Order());
        string[] lines = File.ReadAllLines(RunsOf(directory));
        Assert.Equal(89, lines.Length);
        Assert.All(lines[1..], line => Assert.Matches("^(snes|random),[a-z-]+,3,[12],(yes|no),corner,none,60,[12],", line));
        string page = File.ReadAllText(Path.Combine(directory["out"], "report.html"));
        Assert.Contains("--budget 20d --seeds 2 --first-seed 1 --optima corner", page);
    }

    [Fact]
    public void An_interrupted_comparison_goes_on_to_the_same_results()
    {
        using TemporaryDirectory whole = new(), parts = new();
        Compare(whole);
        using (CancellationTokenSource cancelled = new())
        {
            cancelled.Cancel();
            CliResult interrupted = Cli.Run(cancelled.Token, Arguments(parts, "--resume"));
            Assert.Equal(130, interrupted.ExitCode);
            Assert.Contains("--resume goes on", interrupted.Output);
        }

        // As when the machine stopped within a row.
        string[] rows = File.ReadAllLines(RunsOf(whole));
        File.WriteAllText(RunsOf(parts), $"{string.Join('\n', rows[..20])}\n{rows[20][..30]}");
        CliResult result = Compare(parts, "--resume", "--threads", "2");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(rows.Select(WithoutSeconds).Order(), File.ReadAllLines(RunsOf(parts)).Select(WithoutSeconds).Order());

        static string WithoutSeconds(string row) => string.Join(',', row.Split(',').Where((_, column) => column != 11));
    }

    [Fact]
    public void A_comparison_that_is_there_is_not_overwritten()
    {
        using TemporaryDirectory directory = new();
        Compare(directory);
        Cli.AssertRefused(Compare(directory), "--out: expected a directory without a comparison, or --resume, got", "which has runs.csv");
        File.WriteAllText(RunsOf(directory), "something else\n");
        Cli.AssertRefused(Compare(directory, "--resume"), "runs.csv: line 1: expected the columns of a comparison");
        Cli.AssertRefused(
            Cli.Run("compare", "--suite", "control", "--out", directory.Write("file", "")),
            "--out: expected a directory that can be written");
    }

    [Theory]
    [InlineData("--suite: expected synthetic, held-out, bbob, large, control, noisy, got nothing", "--out", "x")]
    [InlineData("--suite: unknown suite 'bob', did you mean 'bbob'?", "--suite", "bob", "--out", "x")]
    [InlineData("--solvers: unknown method 'cmaes', did you mean 'cma-es'?", "--suite", "bbob", "--solvers", "l2e,cmaes", "--out", "x")]
    [InlineData("--dims: expected whole numbers from 1 to 1000000 with commas, got", "--suite", "bbob", "--dims", "3,x", "--out", "x")]
    [InlineData("--dims: expected to be left out with the suite control", "--suite", "control", "--dims", "3", "--out", "x")]
    [InlineData("--dims: expected 2 to", "--suite", "bbob", "--dims", "1", "--out", "x")]
    [InlineData("--budget: expected a whole number from 1 to", "--suite", "bbob", "--budget", "10x", "--out", "x")]
    [InlineData("--budget: expected at least", "--suite", "synthetic", "--dims", "3", "--budget", "2", "--out", "")]
    [InlineData("--optima: expected centred or corner, got 'left'", "--suite", "large", "--optima", "left", "--out", "x")]
    [InlineData("--optima: expected centred with the suite bbob", "--suite", "bbob", "--optima", "corner", "--out", "x")]
    [InlineData("--out: expected a directory, got nothing", "--suite", "bbob")]
    [InlineData("--device: expected cpu, opencl[:N], cuda[:N]", "--suite", "bbob", "--device", "gpu", "--out", "x")]
    [InlineData("--device: expected cpu for the suite control: cartpole has", "--suite", "control", "--device", "cuda", "--out", "x")]
    [InlineData("--threads: expected 1 with --device", "--suite", "bbob", "--device", "opencl", "--threads", "2", "--out", "x")]
    [InlineData("--seeds: expected a whole number from 1 to", "--suite", "bbob", "--seeds", "0", "--out", "x")]
    public void Arguments_that_cannot_be_used_are_refused(string message, params string[] arguments)
    {
        using TemporaryDirectory directory = new();
        string[] given = [.. arguments.Select(argument => argument.Length == 0 ? directory["out"] : argument)];
        Cli.AssertRefused(Cli.Run(["compare", .. given]), message);
        Assert.False(Directory.Exists("x"));
    }

    [Fact]
    public void Help_of_compare_describes_every_option_and_ends_with_examples()
    {
        CliResult result = Cli.Run("compare", "--help");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[] options =
        [
            "--suite", "--solvers", "--dims", "--budget", "--seeds", "--first-seed", "--optima", "--out", "--resume", "--threads",
            "--device",
        ];
        Assert.All(options, option => Assert.Matches($@"  {option}( <[^>]+>)? +[A-Z][^\n]{{20,}}\.", result.Output));
        Assert.Contains("l2e compare --suite synthetic --dims 30 --budget 100d --seeds 15 --out comparison", result.Output);
    }

    private static CliResult Compare(TemporaryDirectory directory, params string[] more) => Cli.Run(Arguments(directory, more));

    private static string[] Arguments(TemporaryDirectory directory, params string[] more) =>
    [
        "compare", "--suite", "synthetic", "--dims", "3", "--budget", "20d", "--solvers", "snes,random", "--seeds", "2",
        "--optima", "corner", "--out", directory["out"], .. more,
    ];

    private static string RunsOf(TemporaryDirectory directory) => Path.Combine(directory["out"], "runs.csv");
}
