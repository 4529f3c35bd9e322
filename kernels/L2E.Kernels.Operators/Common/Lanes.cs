using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>What is done with lanes of any width.</summary>
internal static unsafe class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(float* source, int remaining)
        where TLanes : unmanaged, ILanes<TLanes> =>
        remaining >= TLanes.Count ? TLanes.Load(source) : TLanes.LoadPartial(source, remaining);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes value, float* destination, int remaining)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (remaining >= TLanes.Count)
            value.Store(destination);
        else
            value.StorePartial(destination, remaining);
    }

    /// <summary>Does what <see cref="ILanes{TSelf}.SumEach"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SumEach<TLanes>(float* registers)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sums = default;
        for (int k = 0; k < TLanes.Count; k++)
            ((float*)&sums)[k] = TLanes.Sum(TLanes.Load(registers + k * TLanes.Count));
        return sums;
    }
}
