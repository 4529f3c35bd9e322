namespace L2E.Kernels.Comparison.Runs;

/// <summary>What every method is given alike: how much, from which random start, and when it is good enough.</summary>
/// <param name="Dimension">Number of coordinates, at least 1.</param>
/// <param name="Budget">Number of evaluations, at least 1.</param>
/// <param name="Seed">Key of the start point and of the method's random numbers.</param>
public sealed record RunSettings(int Dimension, long Budget, ulong Seed)
{
    /// <summary>The run ends at this gap; by default it goes on, as methods differ in what they reach with the whole budget.</summary>
    public double StopAtGap { get; init; } = double.NegativeInfinity;

    /// <summary>The point that the method starts from, inside the box; null for a uniformly random one.</summary>
    public double[]? Start { get; init; }

    /// <summary>The part of the box's width, around the start, that is to be searched first, above 0; 1 for all of the box.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>Noise on the values that the method is told.</summary>
    public Noise Noise { get; init; }

    /// <summary>Ends the run early: no further point is evaluated.</summary>
    public CancellationToken Cancellation { get; init; }
}
