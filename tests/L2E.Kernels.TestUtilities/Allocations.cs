namespace L2E.Kernels.TestUtilities;

/// <summary>
/// Measures managed bytes: the least of several windows, because a test runner allocates at times of its own, and because a collection
/// that another test brings about between two readings shows as bytes of this thread. Work that allocates does so in every window.
/// </summary>
public static class Allocations
{
    /// <summary>Bytes that <paramref name="work"/> allocates on all threads of the process, after one run to warm up.</summary>
    public static long ProcessWide(Action work) => Least(work, () => GC.GetTotalAllocatedBytes(precise: true));

    /// <summary>Bytes that <paramref name="work"/> allocates on this thread, after one run to warm up.</summary>
    public static long OnThisThread(Action work) => Least(work, GC.GetAllocatedBytesForCurrentThread);

    private static long Least(Action work, Func<long> allocated)
    {
        ArgumentNullException.ThrowIfNull(work);
        work();
        long least = long.MaxValue;
        for (int window = 0; window < 10 && least > 0; window++)
        {
            long before = allocated();
            work();
            least = Math.Min(least, allocated() - before);
        }

        return least;
    }
}
