namespace L2E.Kernels.Comparison.Runs;

/// <summary>
/// The 51 targets of the COCO platform: gaps of <c>10^(2 - i / 5)</c>, from 100 to 1e-8 (Hansen, Auger, Ros, Mersmann, Tusar, Brockhoff:
/// <i>COCO: a platform for comparing continuous optimizers in a black-box setting</i>, 2021).
/// </summary>
public static class Targets
{
    /// <summary>Number of targets.</summary>
    public const int Count = 51;

    private static readonly double[] values = [.. Enumerable.Range(0, Count).Select(i => Math.Pow(10, 2 - 0.2 * i))];

    /// <summary>The gap of target <paramref name="index"/>, the largest first.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public static double Value(int index) => values[index];
}
