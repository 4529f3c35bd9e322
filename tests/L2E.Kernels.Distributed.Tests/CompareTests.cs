using System.Diagnostics;

namespace L2E.Kernels.Distributed.Tests;

/// <summary><c>mpirun l2e compare</c>.</summary>
public sealed class CompareTests : IDisposable
{
    private const string Program = "l2e.dll";

    // What takes time is the clock's: the column of seconds.
    private const int SecondsColumn = 11;

    private static readonly string[] comparison =
        ["compare", "--suite", "synthetic", "--solvers", "l2e,de,random", "--dims", "3", "--budget", "200", "--seeds", "3", "--out"];

    private readonly string directory = Directory.CreateTempSubdirectory("l2e-ranks-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void The_runs_and_the_report_are_those_of_one_process()
    {
        foreach (int ranks in (int[])[0, 1, 3])
        {
            (int code, string output, string error) = Launcher.Run(ranks, Program, [.. comparison, PathOf(ranks)]);
            Assert.True(code == 0, error);
            // The first rank alone speaks.
            Assert.Single(output.Split('\n'), line => line.Contains(" in ", StringComparison.Ordinal));
        }

        string[] alone = Runs(0);
        Assert.Equal(1 + 3 * 3 * 22, alone.Length);
        Assert.Equal(alone, Runs(1));
        Assert.Equal(alone, Runs(3));
        Assert.True(File.Exists(Path.Combine(PathOf(3), "report.html")));
    }

    [Fact]
    public async Task A_comparison_whose_rank_is_killed_goes_on_with_another_number_of_ranks()
    {
        Assert.Equal(0, Launcher.Run(0, Program, [.. comparison, PathOf(0)]).Code);
        using (Process killed = Launcher.Start(2, Program, [.. comparison, PathOf(2)]))
        {
            Task<string> said = killed.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string runs = Path.Combine(PathOf(2), "runs.csv");
            while (!File.Exists(runs) || File.ReadAllText(runs).Count(letter => letter == '\n') < 10)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            Launcher.Signal(killed, rank: 1, "KILL");
            Assert.True(killed.WaitForExit(TimeSpan.FromSeconds(30)), "the other rank went on");
            Assert.NotEqual(0, killed.ExitCode);
            Assert.Contains("killed", await said, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(0, Launcher.Run(3, Program, [.. comparison, PathOf(2), "--resume"]).Code);
        Assert.Equal(Runs(0), Runs(2));
    }

    [Fact]
    public void A_method_that_is_refused_ends_all_ranks_with_exit_code_2()
    {
        (int code, _, string error) = Launcher.Run(2, Program, "compare", "--suite", "bbob", "--solvers", "simplex", "--out", PathOf(0));

        Assert.Equal(2, code);
        Assert.Single(error.Split('\n'), line => line.StartsWith("rank 0: --solvers: unknown method 'simplex'", StringComparison.Ordinal));
    }

    private string PathOf(int ranks) => Path.Combine(directory, $"{ranks}");

    /// <summary>The runs, in an order of their own, without their times.</summary>
    private string[] Runs(int ranks) =>
    [
        .. File.ReadAllLines(Path.Combine(PathOf(ranks), "runs.csv"))
            .Select(line => string.Join(',', line.Split(',').Where((_, i) => i != SecondsColumn))).Order(StringComparer.Ordinal),
    ];
}
