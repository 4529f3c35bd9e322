using System.Diagnostics;
using System.Text.Json;

namespace L2E.Kernels.Distributed.Tests;

/// <summary><c>mpirun l2e solve --command</c>; the programs are shell scripts, which every machine has.</summary>
public sealed class SolveTests : IDisposable
{
    private const string Program = "l2e.dll";

    // Of the line's length, and of its digits.
    private const string Value = "echo $(( ${#x} * 10 + $(echo \"$x\" | cksum | cut -c1-2) ))";

    private const string Space = """
        {"parameters": [
          {"name": "layers", "type": "integer", "lower": 0, "upper": 90},
          {"name": "kind", "type": "categorical", "values": ["relu", "tanh", "poly"]},
          {"name": "rate", "type": "float", "lower": 1e-4, "upper": 1, "scale": "log"}]}
        """;

    private readonly string directory = Directory.CreateTempSubdirectory("l2e-ranks-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_run_is_that_of_one_process_and_each_candidate_is_evaluated_once(bool hasSpace)
    {
        string log = PathOf("log"), space = PathOf("space.json");
        File.WriteAllText(space, Space);
        string[] box = hasSpace ? ["--space", space] : ["--dim", "4", "--lower", "-1", "--upper", "1"];
        string[] solve =
            ["solve", "--command", $"while read -r x; do echo \"$x\" >> {log}; {Value}; done", .. box, "--budget", "120", "--json"];
        List<string> results = [], trials = [];
        foreach (int ranks in (int[])[0, 2, 3])
        {
            File.Delete(log);
            (int code, string output, string error) = Launcher.Run(ranks, Program, solve);
            Assert.True(code == 0, error);
            using JsonDocument json = JsonDocument.Parse(output);
            results.Add($"{json.RootElement.GetProperty("best")} {json.RootElement.GetProperty("point")} {json.RootElement.GetProperty("recalled")}");
            string[] lines = File.ReadAllLines(log);
            Assert.Equal(120, lines.Length);
            trials.Add(string.Join('\n', lines.Order(StringComparer.Ordinal)));
        }

        Assert.Single(results.Distinct());
        Assert.Single(trials.Distinct());
    }

    [Fact]
    public void A_slow_candidate_does_not_keep_the_others_waiting()
    {
        // The first one ends only when five others have.
        string log = PathOf("log"), first = PathOf("first");
        string program = $$"""
            while read -r x; do
              if mkdir {{first}} 2> /dev/null; then
                while [ "$(cat {{log}} 2> /dev/null | wc -l)" -lt 5 ]; do sleep 0.01; done
              fi
              echo "$x" >> {{log}}; {{Value}}
            done
            """;
        (int code, string output, string error) = Launcher.Run(
            2, Program, "solve", "--command", program, "--dim", "2", "--lower", "-1", "--upper", "1", "--budget", "60", "--timeout", "30", "--json");

        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(60, json.RootElement.GetProperty("evaluations").GetInt64());
    }

    [Fact]
    public void Failed_trials_of_all_ranks_are_counted_and_the_last_is_told()
    {
        string space = PathOf("space.json");
        File.WriteAllText(space, Space);
        string[] solve =
        [
            "solve", "--command", "read -r x; case $x in *poly*) echo 'too steep' >&2; exit 3;; esac; " + Value, "--space", space,
            "--budget", "60", "--json",
        ];
        long[] failed =
        [
            .. from ranks in (int[])[0, 3]
               let json = JsonDocument.Parse(Launcher.Run(ranks, Program, solve).Output).RootElement
               select json.GetProperty("failedTrials").GetInt64(),
        ];

        Assert.InRange(failed[0], 1, 59);
        Assert.Equal(failed[0], failed[1]);
    }

    [Fact]
    public async Task A_run_whose_rank_is_killed_goes_on_from_its_snapshot()
    {
        string snapshot = PathOf("run.snapshot");
        string[] solve =
        [
            "solve", "--command", $"while read -r x; do {Value}; done", "--dim", "4", "--lower", "-1", "--upper", "1", "--budget", "600", "--json",
        ];
        string whole = Launcher.Run(0, Program, solve).Output;
        using (Process killed = Launcher.Start(2, Program, [.. solve, "--snapshot", snapshot, "--every", "20"]))
        {
            Task<string> said = killed.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            while (!File.Exists(snapshot))
                await Task.Delay(5, TestContext.Current.CancellationToken);
            Launcher.Signal(killed, rank: 1, "KILL");
            Assert.True(killed.WaitForExit(TimeSpan.FromSeconds(30)), "the other rank went on");
            Assert.NotEqual(0, killed.ExitCode);
            Assert.Contains("killed", await said, StringComparison.OrdinalIgnoreCase);
        }

        (int code, string resumed, string error) = Launcher.Run(3, Program, [.. solve, "--resume", snapshot]);
        Assert.True(code == 0, error);
        Assert.Equal(Best(whole), Best(resumed));

        static string Best(string output)
        {
            using JsonDocument json = JsonDocument.Parse(output);
            return $"{json.RootElement.GetProperty("best")} {json.RootElement.GetProperty("point")} {json.RootElement.GetProperty("evaluations")}";
        }
    }

    [Fact]
    public void A_command_that_cannot_be_run_ends_all_ranks_with_exit_code_2()
    {
        (int code, _, string error) = Launcher.Run(
            2, Program, "solve", "--command", "no-such-program-anywhere", "--dim", "2", "--lower", "-1", "--upper", "1", "--budget", "60");

        Assert.Equal(2, code);
        Assert.Single(error.Split('\n'), line => line.Contains("--command: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_problem_of_the_catalogue_is_solved_once()
    {
        (int code, string output, string error) = Launcher.Run(2, Program, "solve", "sphere", "--dim", "3", "--budget", "200");

        Assert.True(code == 0, error);
        Assert.Single(output.Split('\n'), line => line.Contains("problem", StringComparison.Ordinal));
    }

    private string PathOf(string name) => Path.Combine(directory, name);
}
