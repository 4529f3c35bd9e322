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

    /// <summary>In the corner region the minimum lies from here in every coordinate ...</summary>
    public const double CornerLower = 1.5;

    /// <summary>... to here.</summary>
    public const double CornerUpper = 4.5;

    /// <summary>Places an instance in the region that it asks for.</summary>
    /// <param name="instance">What is asked for.</param>
    /// <param name="radius">How far from the centre a centred minimum may lie.</param>
    public static Placement Place(ObjectiveInstance instance, double radius) => instance.Optimum == OptimumRegion.Corner
        ? Placement.Create(instance, CornerLower, CornerUpper)
        : Placement.Create(instance, radius);
}
