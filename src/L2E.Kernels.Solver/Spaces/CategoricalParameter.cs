namespace L2E.Kernels;

/// <summary>
/// One of several values without an order: a coordinate for each value, of which the largest decides, the first of equal ones; of two
/// values one coordinate, below 1/2 or not.
/// </summary>
/// <remarks>No value is nearer to another than the others are, and a uniformly random point has each with the same probability.</remarks>
public sealed record CategoricalParameter : ChoiceParameter
{
    /// <summary>Describes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The values, at least two, all different.</param>
    /// <exception cref="ArgumentException">The name is empty, or the values cannot be used.</exception>
    public CategoricalParameter(string name, params ReadOnlySpan<ParameterValue> values)
        : base(name, values)
    {
    }

    internal override int Width => Values.Count == 2 ? 1 : Values.Count;

    internal override ParameterValue Decode(ReadOnlySpan<double> coordinates)
    {
        if (coordinates.Length == 1)
            return Values[(int)CellOf(coordinates[0], 2)];
        int largest = 0;
        for (int i = 1; i < coordinates.Length; i++)
        {
            if (coordinates[i] > coordinates[largest])
                largest = i;
        }

        return Values[largest];
    }

    internal override void Encode(ParameterValue value, Span<double> coordinates)
    {
        const double Chosen = 0.75, Other = 0.25;
        int index = IndexOf(value);
        if (coordinates.Length == 1)
        {
            coordinates[0] = MiddleOf(index, 2);
            return;
        }

        coordinates.Fill(Other);
        coordinates[index] = Chosen;
    }
}
