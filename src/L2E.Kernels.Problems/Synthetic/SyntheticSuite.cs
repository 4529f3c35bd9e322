namespace L2E.Kernels.Problems;

/// <summary>What the synthetic functions have in common.</summary>
internal static class SyntheticSuite
{
    /// <summary>Lower bound of every coordinate.</summary>
    public const double Lower = -5;

    /// <summary>Upper bound of every coordinate.</summary>
    public const double Upper = 5;

    /// <summary>The largest number of coordinates.</summary>
    public const int MaxDimension = 100_000;

    /// <summary>The minimum lies within this distance of the centre in every coordinate.</summary>
    public const double ShiftRadius = 4;

    /// <summary>The same for Rosenbrock's function, whose valley needs room on either side of its minimum.</summary>
    public const double RosenbrockShiftRadius = 1;
}
