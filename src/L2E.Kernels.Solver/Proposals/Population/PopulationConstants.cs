namespace L2E.Kernels;

/// <summary>Constants of the population's move, which training differentiates as the solver makes it.</summary>
internal static class PopulationConstants
{
    /// <summary>Scale of the first population, in units of the box.</summary>
    public const double FirstScale = 0.2;

    /// <summary>Largest scale within the planned horizon, in units of the box.</summary>
    public const double ScaleMax = 1;

    /// <summary>
    /// Smallest scale: far below the one at which a population counts as collapsed, it keeps squares in the range of float.
    /// </summary>
    public const float ScaleMin = 1e-15f;

    /// <summary>A population has collapsed when no scale reaches this.</summary>
    public const float CollapsedScale = 1e-6f;

    /// <summary>Bound of the log scale's change in a generation.</summary>
    public const float ScaleStep = 0.7f;

    /// <summary>
    /// Factors of the recombined step and of the log scale's learning rate. A shorter step and a slower scale than those of SNES: over a
    /// hundred rotated multimodal runs each, the population then ends more often in the best basin, and nothing was seen to lose by it.
    /// </summary>
    public const double StepFactor = 0.74, ScaleRateFactor = 0.41;

    /// <summary>Factor of the proxy-gradient step.</summary>
    public const double ProxyFactor = 1.25;

    /// <summary>What the log scale loses over the planned horizon, where it is annealed.</summary>
    private const double Anneal = 4;

    private const int LargestAnnealedDimension = 200;

    /// <summary>What the log scale loses in a generation.</summary>
    public static double GetDrift(int dimension, double horizon) => dimension <= LargestAnnealedDimension ? Anneal / horizon : 0;

    /// <summary>Learning rate of the log scale.</summary>
    public static double GetScaleRate(int dimension) => (3 + Math.Log(dimension)) / (5 * Math.Sqrt(dimension));
}
