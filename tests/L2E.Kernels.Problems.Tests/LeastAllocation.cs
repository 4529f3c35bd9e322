namespace L2E.Kernels.Problems.Tests;

/// <summary>Counts what an action allocates.</summary>
internal static class LeastAllocation
{
    /// <summary>
    /// The bytes that a call allocates, the least of several: a collection that another test brings about between the readings shows as
    /// bytes of this thread; what the action itself allocates shows every time.
    /// </summary>
    public static long Measure(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
