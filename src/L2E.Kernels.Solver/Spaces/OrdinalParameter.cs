namespace L2E.Kernels;

/// <summary>One of several values in an order: the coordinate's range is divided into one cell for each, of one width.</summary>
public sealed record OrdinalParameter : ChoiceParameter
{
    /// <summary>Describes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The values in their order, at least two, all different.</param>
    /// <exception cref="ArgumentException">The name is empty, or the values cannot be used.</exception>
    public OrdinalParameter(string name, params ReadOnlySpan<ParameterValue> values)
        : base(name, values)
    {
    }

    internal override ParameterValue Decode(ReadOnlySpan<double> coordinates) => Values[(int)CellOf(coordinates[0], Values.Count)];

    internal override void Encode(ParameterValue value, Span<double> coordinates) =>
        coordinates[0] = MiddleOf(IndexOf(value), Values.Count);
}
