using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Suites;

/// <summary>A problem at one size, with a budget: what methods are compared on.</summary>
/// <param name="Problem">Name of the problem in the catalogue.</param>
/// <param name="Dimension">Number of coordinates.</param>
/// <param name="IsRotated">Whether the coordinates are mixed.</param>
/// <param name="Region">Where the minimisers of its instances are drawn from.</param>
/// <param name="Noise">Noise on what the methods are told.</param>
/// <param name="Budget">Number of evaluations of a run.</param>
public sealed record Cell(string Problem, int Dimension, bool IsRotated, OptimumRegion Region, Noise Noise, long Budget)
{
    /// <summary>What evaluates the problem: cpu, or the name of a device, where values are in float.</summary>
    public string Device { get; init; } = "cpu";
}
