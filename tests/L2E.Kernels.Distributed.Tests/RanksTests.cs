namespace L2E.Kernels.Distributed.Tests;

/// <summary>What ranks that <c>mpirun</c> starts exchange.</summary>
public sealed class RanksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Sums_gathered_bytes_and_broadcast_values_arrive(int count)
    {
        (int code, string output) = Start(count);

        int[] ranks = [.. Enumerable.Range(0, count)];
        string expected = string.Join(
            " | ", count, $"{ranks.Sum(rank => rank + 0.5)} {ranks.Sum(rank => rank * rank)}",
            string.Join(' ', ranks.SelectMany(rank => new[] { rank, 100 + rank })), $"{count - 0.5} {(count - 1) * (count - 1)}");
        Assert.Equal(0, code);
        Assert.Equal(expected, output.Trim());
    }

    [Fact]
    public void A_rank_that_aborts_ends_the_others_with_its_code()
    {
        (int code, _) = Start(2, "abort");

        Assert.Equal(7, code);
    }

    [Fact]
    public void A_rank_that_is_killed_ends_the_others()
    {
        (int code, _) = Start(2, "kill");

        Assert.NotEqual(0, code);
    }

    [Fact]
    public void Messages_of_any_length_arrive_whole()
    {
        (int code, string output) = Start(3, "messages");

        Assert.Equal(0, code);
        Assert.Equal("1:0 1:1048576 1:3 2:0 2:1048576 2:3", output.Trim());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_task_of_the_other_ranks_is_answered_once(int count)
    {
        (int code, string output) = Start(count, "workers", "5000");

        Assert.Equal(0, code);
        Assert.Equal($"5000 answered once, 0 wrong, {count - 1} ranks worked", output.Trim());
    }

    [Fact]
    public void What_is_wrong_is_said_with_what_was_expected()
    {
        (int code, string output) = Start(1, "wrong");

        Assert.Equal(0, code);
        Assert.Equal(
            [
                "root: expected 0 to 0, got 1 (Parameter 'root')",
                "destination: expected 2 bytes (those of all ranks), got 3",
                "destination: expected 2 elements (those of source), got 1",
                "mpi: it was started before, and can be started once in a program",
                "destination: expected 0 to 0, got -1 (Parameter 'destination')",
                "source: expected 0 to 0, got 1 (Parameter 'source')",
                "task: expected at most 2 bytes, got 3",
            ],
            output.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static (int Code, string Output) Start(int count, params string[] arguments)
    {
        (int code, string output, _) = Launcher.Run(count, "L2E.Kernels.Distributed.Ranks.dll", arguments);
        return (code, output);
    }
}
