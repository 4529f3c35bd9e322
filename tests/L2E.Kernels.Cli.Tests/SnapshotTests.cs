using System.Diagnostics;

namespace L2E.Kernels.Cli.Tests;

public class SnapshotTests
{
    private static readonly string[] run = ["solve", "levy", "--dim", "12", "--budget", "3000", "--json"];

    [Fact]
    public async Task A_run_that_was_interrupted_in_the_middle_of_a_batch_goes_on_to_the_result_of_one_that_was_not()
    {
        using TemporaryDirectory directory = new();
        string[] arguments =
        [
            "solve", "--command", $"n=0; while read -r x; do n=$((n + 1)); if [ -e {directory["slow"]} ] && [ $n = 333 ]; then "
                + $"echo > {directory["begun"]}; sleep 60; fi; echo ${{#x}}; done",
            "--dim", "2", "--lower", "-5", "--upper", "5", "--budget", "400", "--json",
        ];
        CliResult expected = Cli.Run(arguments);
        directory.Write("slow", "");
        using CancellationTokenSource cancellation = new();
        Task<CliResult> interrupted = Task.Run(() => Cli.Run(cancellation.Token, [.. arguments, "--snapshot", directory["run"]]));
        await directory.WaitForAsync("begun", TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        CliResult part = await interrupted;
        Assert.Equal(130, part.ExitCode);
        Assert.InRange(part.Json.GetProperty("evaluations").GetInt64(), 200, 332);
        File.Delete(directory["slow"]);
        AssertSame(expected, Cli.Run([.. arguments, "--resume", directory["run"]]));
    }

    [Fact]
    public async Task A_run_that_is_killed_again_and_again_goes_on_to_the_result_of_one_that_was_not()
    {
        using TemporaryDirectory directory = new();
        string[] arguments =
        [
            "solve", "rastrigin", "--dim", "150", "--rotate", "--budget", "20000", "--seed", "3", "--json", "--every", "500",
            "--snapshot", directory["run"],
        ];
        Random random = new();
        for (int kill = 0; kill < 3; kill++)
        {
            using Process process = Cli.Start([.. arguments, .. kill == 0 ? [] : (string[])["--resume", directory["run"]]]);
            DateTime last = File.GetLastWriteTimeUtc(directory["run"]);
            while (File.GetLastWriteTimeUtc(directory["run"]) == last && !process.HasExited)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            await Task.Delay(random.Next(150), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        CliResult resumed = Cli.Run([.. arguments, "--resume", directory["run"]]);
        AssertSame(Cli.Run(arguments), resumed);
    }

    [Fact]
    public void Trace_plot_and_certificate_of_a_resumed_run_are_those_of_the_whole_run()
    {
        using TemporaryDirectory directory = new();
        string[] Files(string name) => ["--trace", directory[$"{name}.csv"], "--certificate", directory[$"{name}.json"]];
        Cli.Run([.. run, .. Files("whole")]);
        CliResult part = Cli.Run([.. run, .. Files("part"), "--snapshot", directory["run"], "--time", "0.001"]);
        Assert.Equal("time-spent", part.Json.GetProperty("status").GetString());
        Cli.Run([.. run, .. Files("resumed"), "--resume", directory["run"]]);
        Assert.Equal(File.ReadAllText(directory["whole.csv"]), File.ReadAllText(directory["resumed.csv"]));
        Assert.Equal(File.ReadAllText(directory["whole.json"]), File.ReadAllText(directory["resumed.json"]));
        Assert.Equal(0, Cli.Run("check", directory["resumed.json"]).ExitCode);
    }

    [Fact]
    public void A_finished_run_is_told_again()
    {
        using TemporaryDirectory directory = new();
        CliResult first = Cli.Run([.. run, "--snapshot", directory["run"]]);
        Assert.Equal(["run"], directory.Files);
        AssertSame(first, Cli.Run([.. run, "--resume", directory["run"]]));
    }

    [Fact]
    public void A_snapshot_that_cannot_be_used_is_refused()
    {
        using TemporaryDirectory directory = new();
        Cli.Run([.. run, "--snapshot", directory["run"]]);
        byte[] snapshot = File.ReadAllBytes(directory["run"]);
        File.WriteAllBytes(directory["short"], snapshot[..^9]);
        snapshot[^50] ^= 1;
        File.WriteAllBytes(directory["altered"], snapshot);
        directory.Write("foreign", "hello");
        AssertRefused("missing", "--resume: expected a file that can be read, got");
        AssertRefused("short", "it is not complete");
        AssertRefused("altered", "--resume: expected contents that match their checksum, got an altered file");
        AssertRefused("foreign", "--resume: expected a snapshot, got a file that does not begin as one");
        AssertRefused("run", "with problem levy, instance 4, got levy, instance 1", "--instance", "4");
        AssertRefused("run", "with problem levy, instance 1, rotated, got levy, instance 1", "--rotate");
        AssertRefused("run", "with seed 2, got 1", "--seed", "2");
        AssertRefused("run", "with record of the run kept, got not kept", "--trace", directory["t.csv"]);

        void AssertRefused(string file, string message, params string[] more) =>
            Cli.AssertRefused(Cli.Run([.. run, .. more, "--resume", directory[file]]), message, $"{file}'");
    }

    [Fact]
    public void A_snapshot_that_cannot_be_written_is_refused()
    {
        using TemporaryDirectory directory = new();
        Cli.AssertRefused(
            Cli.Run([.. run, "--snapshot", Path.Combine(directory["none"], "run")]), "--snapshot: expected a path that can be written");
        Cli.AssertRefused(Cli.Run([.. run, "--every", "10"]), "--every: expected --snapshot with it, got 10 alone");
    }

    private static void AssertSame(CliResult expected, CliResult actual)
    {
        Assert.Equal((0, 0), (expected.ExitCode, actual.ExitCode));
        Assert.Equal(Reproducible(expected), Reproducible(actual));

        static string Reproducible(CliResult result) =>
            string.Join(',', result.Json.EnumerateObject().Where(member => member.Name is not ("seconds" or "allocatedBytes")));
    }
}
