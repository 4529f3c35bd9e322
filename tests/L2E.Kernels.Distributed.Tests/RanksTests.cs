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
            ],
            output.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static (int Code, string Output) Start(int count, params string[] arguments)
    {
        (int code, string output, _) = Launcher.Run(count, "L2E.Kernels.Distributed.Ranks.dll", arguments);
        return (code, output);
    }
}
