using System.Globalization;
using System.Xml.Linq;

namespace L2E.Kernels.Cli.Tests;

public class InspectTests
{
    private static readonly string[] pictures =
        ["blend.svg", "contraction.svg", "input-gates.svg", "output-gates.svg", "relaxation.svg", "step-size.svg"];

    [Fact]
    public void The_weights_that_come_with_the_program_are_drawn_where_none_are_named()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Cli.Run("inspect", "--problem", "sphere:10", "--out", directory["new/pictures"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(pictures, Directory.GetFiles(directory["new/pictures"]).Select(Path.GetFileName).Order());
        foreach (string picture in pictures)
        {
            XElement svg = XElement.Load(Path.Combine(directory["new/pictures"], picture));
            Assert.Equal(picture is "blend.svg" or "contraction.svg" ? 2 : 4, Lines(svg));
        }

        // The untrained policy blends sigmoid(-1.66) of the proxy-gradient step into each move.
        double blend = 1 / (1 + Math.Exp(1.66));
        Assert.Contains($"| blend              | {blend:G4} to {blend:G4} ", result.Output);
        Assert.Contains("| run                | sphere, 10 dimensions, 1,000 evaluations ", result.Output);
    }

    [Fact]
    public void Random_weights_keep_to_the_bounds_of_the_theorem()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Cli.Run("inspect", "random:3", "--problem", "ackley:8", "--budget", "900", "--out", directory["."]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.InRange(FirstNumber(result.Output, "contraction margin"), 0.95 - 0.9499 * 1.00001, 0.95);
        Assert.InRange(FirstNumber(result.Output, "averaged step"), 0, 0.9975);
        Assert.InRange(FirstNumber(result.Output, "relaxation"), 0.05, 0.95);
    }

    [Theory]
    [InlineData("WEIGHTS: expected weights of an operator, got none", "none")]
    [InlineData("WEIGHTS: expected random:SEED with a whole number", "random:x")]
    [InlineData("WEIGHTS: ", "missing.l2e")]
    [InlineData("--problem: unknown problem 'spher', did you mean 'sphere'?", "--problem", "spher")]
    [InlineData("--problem: expected sphere:N with N variables, got 'sphere'", "--problem", "sphere")]
    [InlineData("--problem: expected sphere:N with N, the number of variables, from 1 to 100000, got sphere:0", "--problem", "sphere:0")]
    [InlineData("--budget: expected at least", "--budget", "3")]
    public void Arguments_that_cannot_be_used_are_refused(string message, params string[] arguments)
    {
        using TemporaryDirectory directory = new();
        Cli.AssertRefused(Cli.Run(["inspect", .. arguments, "--out", directory["x"]]), message);
        Assert.False(Directory.Exists(directory["x"]));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused()
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("file", "");
        Cli.AssertRefused(
            Cli.Run("inspect", "--problem", "sphere:5", "--out", Path.Combine(file, "x")),
            "--out: expected a directory that can be written");
    }

    [Fact]
    public void Help_of_inspect_describes_every_option_and_ends_with_examples()
    {
        CliResult result = Cli.Run("inspect", "--help");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.All(
            (string[])["--out", "--problem", "--budget"],
            option => Assert.Matches($@"  {option}( <[^>]+>)? +(\(REQUIRED\) +)?[A-Z][^\n]{{20,}}\.", result.Output));
        Assert.Contains("l2e inspect weights.l2e --problem rosenbrock:100", result.Output);
    }

    // Those of the legend are of another kind.
    private static int Lines(XElement svg) =>
        svg.Descendants().Count(element =>
            element.Name.LocalName == "path" && ((string?)element.Attribute("class"))?.Split(' ').Contains("line") == true);

    private static double FirstNumber(string table, string name)
    {
        string row = table.Split('\n').Single(line => line.StartsWith($"| {name} ", StringComparison.Ordinal));
        return double.Parse(row.Split('|')[2].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
