using L2E.Kernels.Distributed;

// What the tests start on several ranks: rank 0 prints what arrived, and the tests know what it has to be.
using Ranks ranks = Ranks.Start();
if (args is ["abort"])
{
    if (ranks.Rank == ranks.Count - 1)
        ranks.Abort(7);
    Thread.Sleep(Timeout.Infinite);
}

double[] values = [ranks.Rank + 0.5, ranks.Rank * ranks.Rank], sums = new double[2];
ranks.Sum(values, sums);
byte[] gathered = new byte[2 * ranks.Count];
ranks.Gather([(byte)ranks.Rank, (byte)(100 + ranks.Rank)], gathered, 0);
ranks.Broadcast(values, ranks.Count - 1);
if (ranks.Rank == 0)
    Console.WriteLine($"{ranks.Count} | {string.Join(' ', sums)} | {string.Join(' ', gathered)} | {string.Join(' ', values)}");
