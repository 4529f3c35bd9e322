namespace L2E.Kernels.Operators.Tests;

/// <summary>Row lengths on both sides of every register width, and two of the widest registers with an odd tail.</summary>
internal static class RowLengths
{
    public static TheoryData<int> All => [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 35];
}
