namespace L2E.Kernels.Native;

/// <summary>Numbers of l2e.h.</summary>
internal static class AbiConstants
{
    /// <summary><c>L2E_ABI_VERSION</c>.</summary>
    public const uint Version = 2;

    /// <summary>Most coordinates of a problem.</summary>
    public const int LargestDimension = 1_000_000;

    /// <summary>Most constraints of a problem.</summary>
    public const int MostConstraints = 10_000;

    /// <summary>Most bytes of a snapshot or weights file: what an array can have.</summary>
    public static readonly nuint LargestFile = (nuint)Array.MaxLength;
}
