namespace L2E.Kernels;

/// <summary>One of several values.</summary>
public abstract record ChoiceParameter : Parameter
{
    private readonly ParameterValue[] values;

    private protected ChoiceParameter(string name, ReadOnlySpan<ParameterValue> values)
        : base(name)
    {
        if (values.Length < 2)
            Guard.ThrowArgument("values", "at least 2", $"{values.Length}");
        this.values = values.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i].Kind == ParameterValueKind.None)
                Guard.ThrowArgument($"values[{i}]", "a value", "none");
            if (values[..i].Contains(values[i]))
                Guard.ThrowArgument($"values[{i}]", "a value that is not there yet", $"{values[i]} again");
        }
    }

    /// <summary>The values, at least two, all different.</summary>
    public IReadOnlyList<ParameterValue> Values => values;

    internal override string Range => $"one of {string.Join(", ", values)}";

    internal override bool Contains(ParameterValue value) => IndexOf(value) >= 0;

    internal override double NumberOf(ParameterValue value) => IndexOf(value);

    private protected int IndexOf(ParameterValue value) => Array.IndexOf(values, value);
}
