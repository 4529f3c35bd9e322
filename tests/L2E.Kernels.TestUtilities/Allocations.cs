namespace L2E.Kernels.TestUtilities;

/// <summary>Measures managed bytes.</summary>
public static class Allocations
{
    /// <summary>
    /// Bytes that <paramref name="work"/> allocates on all threads of the process: the least of several windows, because
    /// a test runner allocates at times of its own. Work that allocates does so in every window.
    /// </summary>
    public static long ProcessWide(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        work();
        long least = long.MaxValue;
        for (int window = 0; window < 10 && least > 0; window++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            work();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

    /// <summary>Bytes that <paramref name="work"/> allocates on this thread after one run to warm up.</summary>
    public static long OnThisThread(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
