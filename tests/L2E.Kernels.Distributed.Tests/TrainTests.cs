using System.Diagnostics;

namespace L2E.Kernels.Distributed.Tests;

/// <summary><c>mpirun l2e train</c>.</summary>
public sealed class TrainTests : IDisposable
{
    private const string Program = "l2e.dll";

    private readonly string directory = Directory.CreateTempSubdirectory("l2e-ranks-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("backprop", 2)]
    [InlineData("pes", 2)]
    [InlineData("mixed", 4)]
    public void Weights_and_checkpoint_are_the_same_bytes_for_any_number_of_ranks(string estimator, int count)
    {
        string config = WriteConfiguration(iterations: 8);
        foreach (int ranks in (int[])[0, 1, count])
        {
            (int code, string output, string error) = Launcher.Run(
                ranks, Program, "train", "--config", config, "--out", Weights(ranks), "--estimator", estimator);
            Assert.True(code == 0, error);
            // The first rank alone speaks.
            Assert.Single(output.Split('\n'), line => line.StartsWith("weights: ", StringComparison.Ordinal));
            if (ranks > 1)
                Assert.Matches($"(?m)^{ranks} ranks: [0-9,]+ bytes a step to and from the first, which spent [0-9.]+ % ", output);
        }

        AssertSame(1);
        AssertSame(count);
    }

    [Fact]
    public async Task A_training_whose_rank_is_killed_ends_at_once_and_goes_on_from_its_checkpoint_with_other_ranks()
    {
        string config = WriteConfiguration(iterations: 1_500);
        string[] train = ["train", "--config", config, "--out"];
        Assert.Equal(0, Launcher.Run(0, Program, [.. train, Weights(0)]).Code);
        using (Process interrupted = Launcher.Start(2, Program, [.. train, Weights(2)]))
        {
            await ReadSteps(interrupted, 5);
            Launcher.Signal(interrupted, rank: 0, "INT");
            Assert.Contains("stopped after ", await interrupted.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        byte[] checkpoint = File.ReadAllBytes(Weights(2) + ".checkpoint");
        using (Process killed = Launcher.Start(2, Program, [.. train, Weights(2), "--resume"]))
        {
            Task<string> said = killed.StandardError.ReadToEndAsync();
            await ReadSteps(killed, 2);
            Launcher.Signal(killed, rank: 1, "KILL");
            Assert.True(killed.WaitForExit(TimeSpan.FromSeconds(30)), "the other ranks went on");
            Assert.NotEqual(0, killed.ExitCode);
            Assert.Contains("killed", await said, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(checkpoint, File.ReadAllBytes(Weights(2) + ".checkpoint"));
        Assert.Equal(0, Launcher.Run(1, Program, [.. train, Weights(2), "--resume"]).Code);
        AssertSame(2);
    }

    [Fact]
    public void What_all_ranks_find_wrong_is_said_once_and_ends_them_with_exit_code_2()
    {
        (int code, _, string error) = Launcher.Run(2, Program, "train", "--config", Path.Combine(directory, "none.json"), "--out", Weights(0));

        Assert.Equal(2, code);
        Assert.Single(error.Split('\n'), line => line.Contains("--config: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_the_first_rank_cannot_write_ends_all()
    {
        string config = WriteConfiguration(iterations: 8);

        (int code, _, string error) = Launcher.Run(2, Program, "train", "--config", config, "--out", "/proc/none/weights.l2e");

        Assert.Equal(2, code);
        Assert.Single(error.Split('\n'), line => line.StartsWith("rank 0: --out: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_any_more_ends_all()
    {
        string gone = Directory.CreateDirectory(Path.Combine(directory, "gone")).FullName;
        string config = WriteConfiguration(iterations: 100_000);
        using Process training = Launcher.Start(2, Program, "train", "--config", config, "--out", Path.Combine(gone, "weights.l2e"));
        Task<string> said = training.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await ReadSteps(training, 1);
        Directory.Delete(gone, recursive: true);
        Launcher.Signal(training, rank: 0, "INT");

        Assert.True(training.WaitForExit(TimeSpan.FromSeconds(30)), "the ranks went on");
        Assert.Equal(2, training.ExitCode);
        Assert.Single((await said).Split('\n'), line => line.StartsWith("rank 0: --out: ", StringComparison.Ordinal));
    }

    /// <summary>Waits for some of the fifty lines that a training prints.</summary>
    private static async Task ReadSteps(Process training, int count)
    {
        for (int i = 0; i < count; i++)
            Assert.StartsWith("step ", await training.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    private string Weights(int ranks) => Path.Combine(directory, $"{ranks}.l2e");

    private void AssertSame(int ranks)
    {
        Assert.Equal(File.ReadAllBytes(Weights(0)), File.ReadAllBytes(Weights(ranks)));
        Assert.Equal(File.ReadAllBytes(Weights(0) + ".checkpoint"), File.ReadAllBytes(Weights(ranks) + ".checkpoint"));
    }

    private string WriteConfiguration(int iterations)
    {
        string path = Path.Combine(directory, "train.json");
        File.WriteAllText(path, $$"""
            {
              "families": ["sphere", "rastrigin"], "heldOut": ["levy", "zakharov"], "dimensions": [2, 4], "populations": [6],
              "shortestHorizon": 8, "longestHorizon": 12, "window": 7, "tasks": 5, "pool": 8, "iterations": {{iterations}},
              "estimator": "backprop", "learningRate": 0.004, "warmUp": 2, "weightDecay": 0, "clip": 1, "skipAbove": 200,
              "perturbation": 0.02, "seed": 9
            }
            """);
        return path;
    }
}
