using System.Text.Json;

namespace L2E.Kernels;

/// <summary>
/// Named parameters of different kinds as the box [0, 1]^<see cref="Dimension"/> of a solver: each point of the box has one value for each
/// parameter, and no value for those that are not active there.
/// </summary>
/// <remarks>
/// The solver minimises <c>F(u) = f(Decode(u))</c>, which is constant in cells where parameters are not real numbers. What its
/// certificate states, it states of the iteration on u, whatever F is: all of it holds. Its meaning for the parameters: the real ones
/// converge as u does (their maps are continuous); the others are constant from some iteration on, unless the limit lies on the boundary
/// between two cells.
/// </remarks>
public sealed class ParameterSpace
{
    private readonly Parameter[] parameters;
    private readonly Dictionary<string, int> numbers = [];
    private readonly int[] firsts, conditions;

    /// <summary>Makes a space.</summary>
    /// <param name="parameters">At least one, with different names; a condition refers to one that stands before it.</param>
    /// <exception cref="ArgumentException">There are none, a name is there twice, or a condition cannot be met.</exception>
    public ParameterSpace(params ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.IsEmpty)
            Guard.ThrowArgument("parameters", "at least one", "none");
        this.parameters = parameters.ToArray();
        (firsts, conditions) = (new int[parameters.Length], new int[parameters.Length]);
        for (int i = 0; i < parameters.Length; i++)
        {
            Parameter parameter = parameters[i];
            ArgumentNullException.ThrowIfNull(parameter, $"parameters[{i}]");
            conditions[i] = FindCondition(parameter);
            if (!numbers.TryAdd(parameter.Name, i))
                Guard.ThrowArgument("parameters", "names that differ", $"'{parameter.Name}' twice");
            firsts[i] = Dimension;
            Dimension = checked(Dimension + parameter.Width);
        }
    }

    /// <summary>The parameters, in order.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Number of coordinates: one for each parameter, and as many as values for a categorical one of three or more.</summary>
    public int Dimension { get; }

    /// <summary>Reads a space from JSON.</summary>
    /// <param name="json">
    /// <c>{"parameters": [...]}</c> with objects that have a <c>name</c>, a <c>type</c> (<c>float</c>, <c>integer</c>, <c>categorical</c>,
    /// <c>ordinal</c>), <c>lower</c>, <c>upper</c> and possibly <c>"scale": "log"</c>, or <c>values</c>; and possibly
    /// <c>"when": {"parameter": NAME, "values": [...]}</c>.
    /// </param>
    /// <exception cref="InvalidDataException">It is not that; the message names the place.</exception>
    public static ParameterSpace Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ParameterSpaceReader.Read(json);
    }

    /// <summary>Options of a run in this space: its box and a budget. No values are tried twice.</summary>
    /// <param name="budget">Number of evaluations.</param>
    public SolverOptions CreateOptions(long budget) => SolverOptions.ForBox(Dimension, 0, 1, budget) with { Space = this };

    /// <summary>The values at a point. Allocates nothing.</summary>
    /// <param name="point">The point, <c>[Dimension]</c>, in [0, 1].</param>
    /// <param name="values">
    /// Destination (=), one a parameter; <see cref="ParameterValue.None"/> for what is not active.
    /// </param>
    /// <exception cref="ArgumentException">A span has the wrong length, or the point is outside of the box.</exception>
    public void Decode(ReadOnlySpan<double> point, Span<ParameterValue> values)
    {
        Guard.Length(point, Dimension, "Dimension");
        Guard.Length<ParameterValue>(values, parameters.Length, "Parameters.Count");
        foreach (double coordinate in point)
        {
            if (!(coordinate >= 0 && coordinate <= 1))
                Guard.ThrowArgument("point", "coordinates from 0 to 1", $"{coordinate}");
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            ReadOnlySpan<double> own = point.Slice(firsts[i], parameters[i].Width);
            values[i] = IsActive(i, values) ? parameters[i].Decode(own) : ParameterValue.None;
        }
    }

    /// <summary>A point that has the values, in the middle of its cell: a start. Coordinates of what is not active are 1/2.</summary>
    /// <param name="values">One a parameter; <see cref="ParameterValue.None"/> for what is not active, and for nothing else.</param>
    /// <param name="point">Destination (=), <c>[Dimension]</c>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or a parameter cannot have its value.</exception>
    public void Encode(ReadOnlySpan<ParameterValue> values, Span<double> point)
    {
        Guard.Length(values, parameters.Length, "Parameters.Count");
        Guard.Length<double>(point, Dimension, "Dimension");
        for (int i = 0; i < parameters.Length; i++)
        {
            bool isActive = IsActive(i, values);
            if (isActive ? !parameters[i].Contains(values[i]) : values[i] != ParameterValue.None)
            {
                string expected = isActive ? parameters[i].Range : $"none where {parameters[i].When!.Parameter} is {values[conditions[i]]}";
                Guard.ThrowArgument(parameters[i].Name, expected, $"{values[i]}");
            }
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            Span<double> own = point.Slice(firsts[i], parameters[i].Width);
            if (IsActive(i, values))
                parameters[i].Encode(values[i], own);
            else
                own.Fill(0.5);
        }
    }

    /// <summary>Writes values as a JSON object by name, without those that are not active.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="values">One a parameter.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has the wrong length.</exception>
    public void Write(Utf8JsonWriter json, ReadOnlySpan<ParameterValue> values)
    {
        ArgumentNullException.ThrowIfNull(json);
        Guard.Length(values, parameters.Length, "Parameters.Count");
        json.WriteStartObject();
        for (int i = 0; i < parameters.Length; i++)
        {
            if (values[i] == ParameterValue.None)
                continue;
            json.WritePropertyName(parameters[i].Name);
            values[i].Write(json);
        }

        json.WriteEndObject();
    }

    private bool IsActive(int parameter, ReadOnlySpan<ParameterValue> values)
    {
        if (parameters[parameter].When is not { } condition)
            return true;
        ParameterValue other = values[conditions[parameter]];
        for (int i = 0; i < condition.Values.Count; i++)
        {
            if (condition.Values[i] == other)
                return true;
        }

        return false;
    }

    /// <summary>The number of the parameter that a condition refers to; -1 where there is no condition.</summary>
    private int FindCondition(Parameter parameter)
    {
        if (parameter.When is not { } condition)
            return -1;
        string place = $"{parameter.Name}.when";
        if (condition.Parameter is null || !numbers.TryGetValue(condition.Parameter, out int number))
        {
            throw new ArgumentException($"{place}.parameter: expected the name of a parameter before it, got '{condition.Parameter}'");
        }

        if (parameters[number] is FloatParameter)
            Guard.ThrowArgument($"{place}.parameter", "a parameter that is not a real number", $"'{condition.Parameter}'");
        if (condition.Values is not { Count: > 0 })
            Guard.ThrowArgument($"{place}.values", "at least one", "none");
        foreach (ParameterValue value in condition.Values)
        {
            if (!parameters[number].Contains(value))
                Guard.ThrowArgument($"{place}.values", $"values of {condition.Parameter}: {parameters[number].Range}", $"{value}");
        }

        return number;
    }
}
