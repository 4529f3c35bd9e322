using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

/// <summary>The numbers of <see cref="ExplorationNoise"/>, lane by lane: counters to words, words to normal numbers.</summary>
internal static class GaussianLanes
{
    /// <summary>A Philox block per lane; see <see cref="Philox"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes X0, TLanes X1, TLanes X2, TLanes X3) Words<TLanes>(
        TLanes x0, uint row, uint iteration, uint stream, ulong seed)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes x1 = TLanes.BroadcastBits(row), x2 = TLanes.BroadcastBits(iteration), x3 = TLanes.BroadcastBits(stream);
        TLanes multiplier0 = TLanes.BroadcastBits(Philox.Multiplier0), multiplier1 = TLanes.BroadcastBits(Philox.Multiplier1);
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        for (int round = 0; round < Philox.Rounds; round++)
        {
            (TLanes low0, TLanes high0) = TLanes.MultiplyUInt32(multiplier0, x0);
            (TLanes low1, TLanes high1) = TLanes.MultiplyUInt32(multiplier1, x2);
            (x0, x1, x2, x3) = (high1 ^ x1 ^ TLanes.BroadcastBits(key0), low1, high0 ^ x3 ^ TLanes.BroadcastBits(key1), low0);
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>Two independent normal numbers by the transform of Box and Muller, clipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes First, TLanes Second) NormalPair<TLanes>(TLanes radiusWord, TLanes angleWord)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes radius = TLanes.Sqrt(TLanes.Broadcast(-2) * VectorMath.Log(Uniform(radiusWord)));
        (TLanes sine, TLanes cosine) = VectorMath.SinCosOfTurns(Uniform(angleWord));
        return (VectorMath.Clip(radius * cosine, ExplorationNoise.Truncation), VectorMath.Clip(radius * sine, ExplorationNoise.Truncation));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Uniform<TLanes>(TLanes word)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Halves convert exactly as signed integers, so their fused sum is the word rounded once.
        TLanes high = TLanes.ConvertInt32(TLanes.ShiftRightUInt32(word, 16));
        TLanes low = TLanes.ConvertInt32(word & TLanes.BroadcastBits(0xFFFF));
        TLanes rounded = TLanes.MultiplyAdd(high, TLanes.Broadcast(65536), low);
        return TLanes.MultiplyAdd(rounded, TLanes.Broadcast(1f / 4294967296f), TLanes.Broadcast(0.5f / 4294967296f));
    }
}
