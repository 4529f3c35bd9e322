using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>Loads and stores at a place of a row where there may be less than a register left.</summary>
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
}
