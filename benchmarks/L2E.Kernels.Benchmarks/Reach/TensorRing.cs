using L2E.Kernels.Benchmarks.Timing;

namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>
/// Several sets of tensors of one size, together larger than the caches: a pass over all of them finds none in a cache, as in
/// the measurement of bandwidth that it is compared with.
/// </summary>
internal sealed class TensorRing
{
    private readonly float[][][] slots;
    private int next;

    /// <param name="contents">What every tensor holds at first.</param>
    /// <param name="tensorsPerSlot">Tensors that one call works on.</param>
    public TensorRing(ReadOnlySpan<float> contents, int tensorsPerSlot)
    {
        long slotBytes = (long)sizeof(float) * contents.Length * tensorsPerSlot;
        slots = new float[(int)Math.Max(2, 2 * StreamArrays.CacheBytes / slotBytes)][][];
        for (int k = 0; k < slots.Length; k++)
        {
            slots[k] = new float[tensorsPerSlot][];
            for (int n = 0; n < tensorsPerSlot; n++)
                slots[k][n] = contents.ToArray();
        }
    }

    /// <summary>Elements of all tensors with the same place in their slot.</summary>
    public double Elements => (double)slots.Length * slots[0][0].Length;

    /// <summary>Calls the action once for each slot.</summary>
    public void Run(Action<float[][]> action)
    {
        foreach (float[][] slot in slots)
            action(slot);
    }

    /// <summary>Calls the action for the next slot.</summary>
    public void RunNext(Action<float[][]> action)
    {
        action(slots[next]);
        next = (next + 1) % slots.Length;
    }
}
