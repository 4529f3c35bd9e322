namespace L2E.Kernels;

/// <summary>
/// How an anchor moves and scales adapt: <c>velocity' = Momentum velocity + StepFactor step + Blend p gradient</c> with
/// <c>p = ProxyStep / (Curvature + |gradient| / (4 |scale|))</c>, <c>anchor' = anchor + (1 - Momentum / 2) velocity'</c>, and
/// <c>scale' = scale exp(ScaleFactor moment / scale^2 + ScaleDrift)</c>, each exponent within
/// <see cref="PopulationConstants.ScaleStep"/>.
/// </summary>
/// <param name="Momentum">Share of the last velocity in the next.</param>
/// <param name="StepFactor">Factor of the recombined step.</param>
/// <param name="Blend">Share of the proxy-gradient step.</param>
/// <param name="ProxyStep">Factor of the proxy-gradient step, negative.</param>
/// <param name="Curvature">Mean curvature along the pairs, 0 or more, in the units of the gradient.</param>
/// <param name="LongestStep">The norm that the anchor's step is cut down to.</param>
/// <param name="ScaleFactor">Learning rate of the log scale.</param>
/// <param name="ScaleDrift">What is added to the log scale.</param>
/// <param name="LargestScale">What scales are cut down to.</param>
internal readonly record struct PopulationMove(
    double Momentum, float StepFactor, double Blend, double ProxyStep, double Curvature, double LongestStep, float ScaleFactor,
    float ScaleDrift, float LargestScale)
{
    /// <summary>The part of the velocity that the anchor moves by.</summary>
    public double Advance => 1 - 0.5 * Momentum;
}
