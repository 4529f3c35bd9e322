using System.Diagnostics;
using System.Text.Json;

namespace L2E.Kernels.Cli.Tests;

/// <summary>What one call of the command came to.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>The JSON object that a call with <c>--json</c> printed, and nothing else.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public override string ToString() => $"exit code {ExitCode}, output {Output}, error {Error}";
}

/// <summary>Calls the command as a person would.</summary>
internal static class Cli
{
    /// <summary>In this process, through the entry point of the program.</summary>
    public static CliResult Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public static CliResult Run(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exitCode = CommandLine.Run(arguments, output, error, cancellation);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>As a process of its own.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "l2e.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>
    /// Asserts that a call was refused: exit code 2, one line on standard error with all of these words, nothing on standard output.
    /// </summary>
    public static void AssertRefused(CliResult result, params string[] words)
    {
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        AssertOneLine(result.Error, words);
    }

    public static void AssertOneLine(string error, params string[] words)
    {
        Assert.EndsWith(Environment.NewLine, error);
        Assert.DoesNotContain('\n', error.TrimEnd());
        Assert.DoesNotContain("   at ", error);
        foreach (string word in words)
            Assert.Contains(word, error);
    }
}
