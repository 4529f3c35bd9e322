using System.Runtime.CompilerServices;

namespace L2E.Kernels;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw: <i>Parallel random numbers: as easy as 1, 2, 3</i>,
/// SC 2011). Four words are a pure function of a 128-bit counter and a 64-bit key, so any draw can be made anywhere, in any
/// order, on any device, with the same result.
/// </summary>
public static class Philox
{
    // The multipliers and Weyl constants of the paper.
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9;
    internal const uint Weyl1 = 0xBB67AE85;
    internal const int Rounds = 10;

    /// <summary>Four independent uniform words for a counter under a key.</summary>
    /// <param name="counter">The 128-bit counter.</param>
    /// <param name="key">The 64-bit key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Generate(PhiloxBlock counter, ulong key)
    {
        uint x0 = counter.X0, x1 = counter.X1, x2 = counter.X2, x3 = counter.X3;
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0, product1 = (ulong)Multiplier1 * x2;
            (x0, x1, x2, x3) = ((uint)(product1 >> 32) ^ x1 ^ key0, (uint)product1, (uint)(product0 >> 32) ^ x3 ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return new PhiloxBlock(x0, x1, x2, x3);
    }
}

/// <summary>A 128-bit counter of <see cref="Philox"/>, or the four words it generates.</summary>
/// <param name="X0">First word.</param>
/// <param name="X1">Second word.</param>
/// <param name="X2">Third word.</param>
/// <param name="X3">Fourth word.</param>
public readonly record struct PhiloxBlock(uint X0, uint X1, uint X2, uint X3);
