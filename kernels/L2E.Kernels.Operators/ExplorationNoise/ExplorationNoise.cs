namespace L2E.Kernels.Operators;

/// <summary>
/// Scaled, truncated Gaussian noise, addressed by counter: each element is a pure function of (seed, iteration, stream, row,
/// coordinate), the same on every machine and device and for every split of the work.
/// </summary>
/// <remarks>
/// <para>
/// Coordinate c of row i reads word <c>(c / 16) mod 4</c> of the Philox4x32-10 block with the counter
/// <c>(X0 = 16 (c / 64) + c mod 16, X1 = i, X2 = iteration, X3 = stream)</c> and the seed as key: 16 neighbouring coordinates read
/// 16 neighbouring counters. A word x is the uniform number <c>u = x 2^-32 + 2^-33</c>, in float: x rounded, the sum rounded.
/// Words (0, 1) and (2, 3) are pairs of Box and Muller: radius <c>sqrt(-2 ln u)</c> from the first, angle <c>2 pi u</c> from the
/// second; the first word's coordinate gets radius cos(angle), the second's radius sin(angle).
/// </para>
/// <para>
/// Every operation is rounded once per lane, so the numbers do not depend on the vector width, bit for bit. Fused multiply-add
/// is part of the definition; a machine without it (x86 before AVX2) computes it in software: the same numbers, slowly.
/// Sources: <see cref="Philox"/>; G. E. P. Box and M. E. Muller, 1958.
/// </para>
/// </remarks>
public static partial class ExplorationNoise
{
    /// <summary>Standard normal numbers are clipped to plus or minus this.</summary>
    public const float Truncation = 6;

    // Coordinates that share 16 counters, and how many coordinates apart the words of one counter lie.
    private const int BlockWidth = 64, WordStride = 16;
}
