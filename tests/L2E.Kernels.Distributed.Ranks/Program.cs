using System.Diagnostics;
using L2E.Kernels.Distributed;

// What the tests start on several ranks: rank 0 prints what arrived, and the tests know what it has to be.
using Ranks ranks = Ranks.Start();
if (args is ["abort"] or ["kill"])
{
    if (ranks.Rank == ranks.Count - 1 && args is ["abort"])
        ranks.Abort(7);
    if (ranks.Rank == ranks.Count - 1)
        Process.GetCurrentProcess().Kill();
    Thread.Sleep(Timeout.Infinite);
}

if (args is ["wrong"])
{
    Action[] calls =
    [
        () => ranks.Broadcast([1], 1), () => ranks.Gather([1, 2], new byte[3], 0), () => ranks.Sum([1, 2], new double[1]),
        () => Ranks.Start(),
    ];
    foreach (Action call in calls)
    {
        try
        {
            call();
        }
        catch (Exception wrong) when (wrong is ArgumentException or DistributedException)
        {
            Console.WriteLine(wrong.Message);
        }
    }

    return;
}

double[] values = [ranks.Rank + 0.5, ranks.Rank * ranks.Rank], sums = new double[2];
ranks.Sum(values, sums);
byte[] gathered = new byte[2 * ranks.Count];
ranks.Gather([(byte)ranks.Rank, (byte)(100 + ranks.Rank)], gathered, 0);
ranks.Broadcast(values, ranks.Count - 1);
if (ranks.Rank == 0)
    Console.WriteLine($"{ranks.Count} | {string.Join(' ', sums)} | {string.Join(' ', gathered)} | {string.Join(' ', values)}");
