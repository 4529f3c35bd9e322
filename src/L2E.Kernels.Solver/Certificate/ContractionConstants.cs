namespace L2E.Kernels;

/// <summary>The constants of the convergence theorem.</summary>
internal static class ContractionConstants
{
    /// <summary>rho: bound of the operator's row sums.</summary>
    public const double ContractionBound = 0.95;

    /// <summary>
    /// What the rows are projected to: below rho by more than row bounds computed in float are wrong, so that rho itself holds.
    /// </summary>
    public const float ProjectionTarget = 0.9499f;

    /// <summary>Smallest and largest relaxation of the averaged step.</summary>
    public const double RelaxationMin = 0.05, RelaxationMax = 0.95;

    /// <summary>q: bound of an averaged step, <c>1 - relaxation_min (1 - rho)</c>.</summary>
    public const double AveragedBound = 1 - RelaxationMin * (1 - ContractionBound);

    /// <summary>Largest share of the averaged displacements in the next ones.</summary>
    public const double MemoryMax = 0.5;

    /// <summary>How far a ratio of radii may exceed its bound by rounding to float: (2 N + n) roundings a step.</summary>
    public static double RoundingSlack(int population, int states) => (2.0 * population + states) * 6e-8;
}
