using System.Diagnostics;
using System.Text.Json;

namespace L2E.Kernels.Cli.Tests;

/// <summary>The program as a process of its own.</summary>
public class ProcessTests
{
    [Theory]
    [InlineData("--json")]
    [InlineData(null)]
    public async Task An_interrupt_prints_the_best_so_far_and_exits_with_130(string? json)
    {
        using TemporaryDirectory directory = new();
        using Process process = Cli.Start(
        [
            "solve", "--command",
            $"n=0; while read -r x; do n=$((n + 1)); if [ $n = 300 ]; then echo > {directory["begun"]}; fi; echo $n; done",
            "--dim", "4", "--lower", "-5", "--upper", "5", "--budget", "1000000000", .. json is null ? [] : (string[])[json],
        ]);
        await directory.WaitForAsync("begun", TestContext.Current.CancellationToken);
        // Twice, as programs like timeout pass it on.
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -INT {process.Id}; kill -INT {process.Id}"]);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        if (json is null)
        {
            Assert.Contains("1 (the start: 1)", output);
            Assert.Contains("interrupted", output);
            return;
        }

        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal("cancelled", result.GetProperty("status").GetString());
        Assert.Equal(1, result.GetProperty("best").GetDouble());
    }

    [Fact]
    public async Task Errors_go_to_standard_error_and_set_the_exit_code()
    {
        using Process process = Cli.Start("solve", "rastrign", "--dim", "10");
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Cli.AssertRefused(new CliResult(process.ExitCode, await output, error), "did you mean 'rastrigin'?");
    }

    [Fact]
    public async Task Redirected_output_is_plain_text_and_progress_stays_away()
    {
        using Process process = Cli.Start("solve", "ackley", "--dim", "200", "--budget", "100000");
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.Contains("ackley in 200 dimensions", output);
        Assert.DoesNotContain('\u001b', output);
    }
}
