using L2E.Kernels.Operators;

namespace L2E.Kernels.Devices;

/// <summary>What, with row and coordinate, a number of <see cref="ExplorationNoise"/> is a function of.</summary>
/// <param name="Seed">Key of the generator.</param>
/// <param name="Iteration">Third counter word.</param>
/// <param name="Stream">Fourth counter word.</param>
public readonly record struct NoiseAddress(ulong Seed, uint Iteration, uint Stream);
