namespace L2E.Kernels;

/// <summary>What makes a candidate of another point: one coordinate gets another value.</summary>
/// <param name="Coordinate">Which coordinate, 0 to dimension - 1.</param>
/// <param name="Value">What it is instead.</param>
public readonly record struct CoordinateChange(int Coordinate, double Value);
