using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Core.Tests;

[Collection(nameof(Alone))]
public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 7)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 1000)]
    public void Every_chunk_runs_once_on_a_worker_of_the_team(int workers, int chunks)
    {
        using var team = new WorkerTeam(workers);
        int[] runs = new int[chunks];
        for (int round = 1; round <= 20; round++)
        {
            team.Run(chunks, new CountChunks(runs, workers));
            Assert.All(runs, count => Assert.Equal(round, count));
        }
    }

    [Fact]
    public void Threads_work_at_the_same_time()
    {
        using var team = new WorkerTeam(2);
        using var meeting = new Barrier(2);
        // Each chunk waits for the other: one thread alone would never finish.
        team.Run(2, new Meet(meeting));
        Assert.Equal(1, meeting.CurrentPhaseNumber);
    }

    [Fact]
    public void Running_allocates_nothing_on_any_thread()
    {
        using var team = new WorkerTeam(4);
        int[] runs = new int[64];
        Assert.Equal(0, Allocations.ProcessWide(() =>
        {
            for (int round = 0; round < 1000; round++)
                team.Run(runs.Length, new CountChunks(runs, 4));
        }));
    }

    [Fact]
    public void What_a_chunk_throws_reaches_the_caller_and_the_team_goes_on()
    {
        using var team = new WorkerTeam(3);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => team.Run(50, new ThrowAt(31)));
        Assert.Equal("chunk 31", error.Message);
        int[] runs = new int[50];
        team.Run(50, new CountChunks(runs, 3));
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void A_size_out_of_range_is_refused_by_name(int count) =>
        Assert.Equal(
            $"count: expected 1 to 1024, got {count}", Assert.Throws<ArgumentException>(() => new WorkerTeam(count)).Message);

    [Fact]
    public void A_disposed_team_refuses_work()
    {
        var team = new WorkerTeam(2);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(1, new ThrowAt(5)));
    }

    private readonly struct CountChunks(int[] runs, int workers) : IWorkerAction
    {
        public void Invoke(int chunk, int worker)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(worker, workers);
            Interlocked.Increment(ref runs[chunk]);
        }
    }

    private readonly struct Meet(Barrier meeting) : IWorkerAction
    {
        public void Invoke(int chunk, int worker) => meeting.SignalAndWait(TimeSpan.FromSeconds(60));
    }

    private readonly struct ThrowAt(int bad) : IWorkerAction
    {
        public void Invoke(int chunk, int worker)
        {
            if (chunk == bad)
                throw new InvalidOperationException($"chunk {bad}");
        }
    }
}
