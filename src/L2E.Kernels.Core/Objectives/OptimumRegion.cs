namespace L2E.Kernels;

/// <summary>
/// The part of the box that the minimiser of a problem is drawn from. Minimisers drawn around the middle flatter methods that average
/// points, so a comparison needs both.
/// </summary>
public enum OptimumRegion
{
    /// <summary>Around the middle of the box.</summary>
    Centred,

    /// <summary>In one corner of the box, away from the middle in every coordinate.</summary>
    Corner,
}
