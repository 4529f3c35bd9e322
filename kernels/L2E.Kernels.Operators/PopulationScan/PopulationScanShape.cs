namespace L2E.Kernels.Operators;

/// <summary>Sizes of a <see cref="PopulationScan"/>.</summary>
/// <param name="Population">Individuals, the length of the scan; 0 or more.</param>
/// <param name="Dimension">Coordinates, which share the gates; 0 or more.</param>
/// <param name="States">States of the recurrence, 1 to <see cref="MaximumStates"/>.</param>
public readonly record struct PopulationScanShape(int Population, int Dimension, int States)
{
    /// <summary>The largest number of states.</summary>
    public const int MaximumStates = 256;

    internal int Coordinates => Guard.Product("D", "population * dimension", Population, Dimension);

    internal int Gates => Guard.Product("B", "population * states", Population, States);

    internal void Validate()
    {
        Guard.AtLeast(Population, 0);
        Guard.AtLeast(Dimension, 0);
        Guard.InRange(States, 1, MaximumStates);
    }
}
