namespace L2E.Kernels;

/// <summary>How far a gradient is from central differences, where it is farthest.</summary>
/// <param name="Worst">
/// <c>|g - d| / max(1, |g|, |d|)</c> of that coordinate; infinite where one of the two is not finite and they differ.
/// </param>
/// <param name="Coordinate">Which coordinate it is.</param>
/// <param name="Gradient">g, what the gradient has there.</param>
/// <param name="Difference">d, the central difference there.</param>
public readonly record struct GradientDeviation(double Worst, int Coordinate, double Gradient, double Difference);
