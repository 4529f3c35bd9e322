namespace L2E.Kernels;

/// <summary>A named parameter of a <see cref="ParameterSpace"/>, mapped to one or more coordinates in [0, 1].</summary>
public abstract record Parameter
{
    private protected Parameter(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            Guard.ThrowArgument("name", "a name", "nothing");
        Name = name;
    }

    /// <summary>Its name, unique in its space.</summary>
    public string Name { get; }

    /// <summary>When it is active; null for always.</summary>
    public ParameterCondition? When { get; init; }

    /// <summary>Number of coordinates.</summary>
    internal virtual int Width => 1;

    /// <summary>What it can be, in words.</summary>
    internal abstract string Range { get; }

    /// <summary>The value at a point.</summary>
    /// <param name="coordinates"><c>[Width]</c>, each in [0, 1].</param>
    internal abstract ParameterValue Decode(ReadOnlySpan<double> coordinates);

    /// <summary>A point in the middle of those that have a value, which it can be.</summary>
    internal abstract void Encode(ParameterValue value, Span<double> coordinates);

    /// <summary>Whether it can be a value.</summary>
    internal abstract bool Contains(ParameterValue value);

    /// <summary>A number that is its own for each value.</summary>
    internal virtual double NumberOf(ParameterValue value) => value.Number;

    /// <summary>Which of as many cells of one width a coordinate is in.</summary>
    private protected static double CellOf(double coordinate, double count) => Math.Min(Math.Floor(coordinate * count), count - 1);

    /// <summary>The middle of a cell.</summary>
    private protected static double MiddleOf(double cell, double count) => (cell + 0.5) / count;
}
