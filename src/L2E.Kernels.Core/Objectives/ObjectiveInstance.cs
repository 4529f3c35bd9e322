namespace L2E.Kernels;

/// <summary>Which member of a family of problems to make.</summary>
/// <param name="Dimension">Number of coordinates, at least 1.</param>
/// <param name="Instance">Seed of the random shift and rotation; the same number gives the same problem everywhere.</param>
/// <param name="Rotated">Whether the coordinates are mixed by a random orthogonal matrix.</param>
/// <param name="Optimum">Which part of the box the minimiser is drawn from, where the family can place it.</param>
public readonly record struct ObjectiveInstance(
    int Dimension, int Instance = 1, bool Rotated = false, OptimumRegion Optimum = OptimumRegion.Centred);
