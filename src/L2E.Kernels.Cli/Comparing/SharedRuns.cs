using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Distributed;

namespace L2E.Kernels.Cli.Comparing;

/// <summary>A comparison's runs, shared out among ranks: each sends its own to the first as they finish.</summary>
internal static class SharedRuns
{
    // Between looks for messages, while no run of the first rank's own finishes.
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes this rank's share of the runs.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="request">The comparison.</param>
    /// <param name="isLeft">Of each run of the plan, whether it is still to be made; on the first rank, which tells the others.</param>
    /// <param name="finished">Receives all runs on the first rank, and none on others.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public static void Run(
        Ranks ranks, CompareRequest request, byte[] isLeft, Action<RunRow> finished, CancellationToken cancellation)
    {
        ranks.Broadcast(isLeft, 0);
        int methods = request.Methods.Count;
        // One further for each row of methods, so that no rank has all the runs of a slow method.
        RunKey[] own =
        [
            .. request.Plan.Where((_, i) => isLeft[i] != 0).Where((_, i) => (i + i / methods) % ranks.Count == ranks.Rank),
        ];
        using BlockingCollection<RunRow> rows = [];
        ExceptionDispatchInfo? failure = null;
        Thread runner = new(() =>
        {
            try
            {
                ComparisonRunner.Run(request.Methods, own, request.Threads, rows.Add, cancellation, request.Device);
            }
#pragma warning disable CA1031 // thrown again on the calling thread
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            rows.CompleteAdding();
        });
        runner.Start();
        // MPI is used by this thread alone.
        if (ranks.Rank == 0)
            Collect(ranks, rows, finished, () => cancellation.IsCancellationRequested || failure is not null);
        else
            Send(ranks, rows);
        runner.Join();
        failure?.Throw();
        // A rank that has made its last run says so by a message of no bytes.
        if (ranks.Rank > 0)
            ranks.Send([], 0);
    }

    private static void Collect(Ranks ranks, BlockingCollection<RunRow> rows, Action<RunRow> finished, Func<bool> isEnded)
    {
        int working = ranks.Count - 1;
        while ((working > 0 && !isEnded()) || !rows.IsCompleted)
        {
            if (rows.TryTake(out RunRow? row, pause))
                finished(row);
            while (ranks.TryProbe(out int source, out int length))
            {
                byte[] message = new byte[length];
                ranks.Receive(message, source);
                if (length == 0)
                    working--;
                else
                    finished(RunFile.Parse(Encoding.UTF8.GetString(message)));
            }
        }
    }

    private static void Send(Ranks ranks, BlockingCollection<RunRow> rows)
    {
        foreach (RunRow row in rows.GetConsumingEnumerable())
            ranks.Send(Encoding.UTF8.GetBytes(RunFile.Format(row)), 0);
    }
}
