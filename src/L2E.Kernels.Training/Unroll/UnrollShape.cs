namespace L2E.Kernels.Training;

/// <summary>Sizes of an unrolled population.</summary>
/// <param name="Population">Individuals N, even, at least 4: antithetic pairs.</param>
/// <param name="Dimension">Coordinates d, at least 1.</param>
public readonly record struct UnrollShape(int Population, int Dimension)
{
    internal int Pairs => Population / 2;

    /// <summary>Elements of a tensor over pairs and coordinates.</summary>
    internal int Rows => Pairs * Dimension;

    /// <summary>Elements of a tensor over evaluated points (the individuals, then the anchor) and coordinates.</summary>
    internal int Points => (Population + 1) * Dimension;

    internal void Validate()
    {
        Guard.InRange(Population, 4, 1 << 16);
        Guard.AtLeast(Dimension, 1);
        if (Population % 2 != 0)
            Guard.ThrowArgument(nameof(Population), "an even number", $"{Population}");
        Guard.Product("points", "(population + 1) * dimension", Population + 1, Dimension);
    }

    /// <summary>Throws unless tensors made for <paramref name="capacity"/> have room for this shape.</summary>
    internal void RequireWithin(UnrollShape capacity)
    {
        Validate();
        Guard.InRange(Population, 4, capacity.Population);
        Guard.InRange(Dimension, 1, capacity.Dimension);
    }
}
