using System.Runtime.ExceptionServices;
using System.Text;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Distributed;

namespace L2E.Kernels.Cli.Comparing;

/// <summary>A comparison's runs, shared out among ranks: each sends its own to the first as they finish.</summary>
internal static class SharedRuns
{
    // Between looks for what has finished.
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
        List<RunKey> own = [];
        for (int i = 0, k = 0; i < isLeft.Length; i++)
        {
            if (isLeft[i] != 0 && (k + k++ / methods) % ranks.Count == ranks.Rank)
                own.Add(request.Plan[i]);
        }

        FinishedRuns rows = new();
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
        });
        runner.Start();
        // MPI is used by this thread alone.
        int working = ranks.Rank == 0 ? ranks.Count - 1 : 0;
        bool isLast;
        do
        {
            Thread.Sleep(pause);
            isLast = !runner.IsAlive && (working == 0 || cancellation.IsCancellationRequested || failure is not null);
            foreach (RunRow row in rows.Take())
            {
                if (ranks.Rank == 0)
                    finished(row);
                else
                    ranks.Send(Encoding.UTF8.GetBytes(RunFile.Format(row)), 0);
            }

            while (working > 0 && ranks.TryProbe(out int source, out int length))
            {
                byte[] message = new byte[length];
                ranks.Receive(message, source);
                if (length == 0)
                    working--;
                else
                    finished(RunFile.Parse(Encoding.UTF8.GetString(message)));
            }
        }
        while (!isLast);

        failure?.Throw();
        // A rank that has made its last run says so by a message of no bytes.
        if (ranks.Rank > 0)
            ranks.Send([], 0);
    }

    /// <summary>What the threads of this rank have finished.</summary>
    private sealed class FinishedRuns
    {
        private readonly Lock gate = new();
        private List<RunRow> rows = [];

        public void Add(RunRow row)
        {
            lock (gate)
                rows.Add(row);
        }

        /// <summary>What came since the last time.</summary>
        public List<RunRow> Take()
        {
            lock (gate)
            {
                List<RunRow> taken = rows;
                rows = [];
                return taken;
            }
        }
    }
}
