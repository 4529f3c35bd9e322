using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>
/// Folds the space into the box, coordinate by coordinate: the identity inside, a parabola near the bounds, mirrored and periodic beyond
/// (the boundary handling of the CMA evolution strategy's reference implementation pycma, <c>BoxConstraintsLinQuadTransformation</c>).
/// </summary>
/// <remarks>
/// Clipping alone would leave a strategy without selection once its points are outside: its mean drifts off and its step grows, on a
/// sphere of 30 dimensions already.
/// </remarks>
internal sealed class BoxFold
{
    private const double LargestMargin = 0.5, MarginShare = 1.0 / 20;

    private readonly double lower, upper, lowerMargin, upperMargin, first, last, period;

    public BoxFold(BlackBox box)
    {
        (lower, upper) = (box.Lower, box.Upper);
        lowerMargin = Math.Min(LargestMargin * box.Range, MarginShare * (1 + Math.Abs(lower)));
        upperMargin = Math.Min(LargestMargin * box.Range, MarginShare * (1 + Math.Abs(upper)));
        (first, last) = (lower - lowerMargin, upper + upperMargin);
        period = 2 * (last - first);
    }

    /// <summary>Folds a point in place.</summary>
    /// <returns>Whether a coordinate lay outside of the box.</returns>
    public bool Fold(Span<double> point)
    {
        bool isOutside = false;
        foreach (ref double x in point)
        {
            if (x >= lower + lowerMargin && x <= upper - upperMargin)
                continue;
            isOutside |= !(x >= lower && x <= upper);
            Reflect(ref x);
            if (x < lower + lowerMargin)
                x = lower + (x - first) * (x - first) / (4 * lowerMargin);
            else if (x > upper - upperMargin)
                x = upper - (x - last) * (x - last) / (4 * upperMargin);
        }

        return isOutside;
    }

    /// <summary>
    /// Moves a strategy's mean from the box's mirror images into the box itself, which changes no value that it is told; what it has
    /// learned of a coordinate that is mirrored changes its sign.
    /// </summary>
    /// <param name="mean">The mean, changed in place.</param>
    /// <param name="mirror">Told each coordinate that is mirrored.</param>
    public void Return(Span<double> mean, Action<int> mirror)
    {
        for (int i = 0; i < mean.Length; i++)
            if (Reflect(ref mean[i]))
                mirror(i);
    }

    // To the one place between the ends of the margins that is folded to the same; whether by a mirror.
    private bool Reflect(ref double x)
    {
        if (!(x < first || x > last))
            return false;
        double beyond = (x - first) % period;
        x = first + (beyond < 0 ? beyond + period : beyond);
        if (x <= last)
            return false;
        x = 2 * last - x;
        return true;
    }
}
