using System.Globalization;
using System.Text.Json;

namespace L2E.Kernels;

/// <summary>The value of a <see cref="Parameter"/>: a number, an integer, a text, a truth value, or none where it is not active.</summary>
/// <remarks>Compares by kind and value: the integer 1 is not the number 1.0.</remarks>
public readonly record struct ParameterValue
{
    private readonly string? text;
    private readonly double number;
    private readonly long whole;

    private ParameterValue(ParameterValueKind kind, double number, long whole, string? text) =>
        (Kind, this.number, this.whole, this.text) = (kind, number, whole, text);

    /// <summary>No value: the parameter is not active.</summary>
    public static ParameterValue None => default;

    /// <summary>What it is.</summary>
    public ParameterValueKind Kind { get; }

    /// <summary>The number; that of an integer too.</summary>
    /// <exception cref="InvalidOperationException">It is neither.</exception>
    public double Number => Kind switch
    {
        ParameterValueKind.Number => number,
        ParameterValueKind.WholeNumber => whole,
        _ => throw Other("a number"),
    };

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public long WholeNumber => Kind == ParameterValueKind.WholeNumber ? whole : throw Other("an integer");

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public string Text => Kind == ParameterValueKind.Text ? text! : throw Other("a text");

    /// <summary>The truth value.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public bool Truth => Kind == ParameterValueKind.Truth ? whole != 0 : throw Other("true or false");

    /// <summary>A number.</summary>
    public static implicit operator ParameterValue(double number) => new(ParameterValueKind.Number, number, 0, null);

    /// <summary>An integer.</summary>
    public static implicit operator ParameterValue(long whole) => new(ParameterValueKind.WholeNumber, 0, whole, null);

    /// <summary>An integer.</summary>
    public static implicit operator ParameterValue(int whole) => (long)whole;

    /// <summary>A truth value.</summary>
    public static implicit operator ParameterValue(bool truth) => new(ParameterValueKind.Truth, 0, truth ? 1 : 0, null);

    /// <summary>A text.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    public static implicit operator ParameterValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(ParameterValueKind.Text, 0, 0, text);
    }

    /// <summary>Reads a value as JSON has it: a number, an integer where it is written as one, a text, true or false.</summary>
    /// <param name="json">The element.</param>
    /// <returns>The value; <see cref="None"/> for null, an array and an object, which are none.</returns>
    public static ParameterValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.TryGetInt64(out long whole) ? whole : (ParameterValue)json.GetDouble(),
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => None,
    };

    /// <summary>Writes it as JSON has it; nothing is null.</summary>
    /// <param name="json">Where to.</param>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (Kind)
        {
            case ParameterValueKind.Number:
                json.WriteNumberValue(number);
                break;
            case ParameterValueKind.WholeNumber:
                json.WriteNumberValue(whole);
                break;
            case ParameterValueKind.Truth:
                json.WriteBooleanValue(whole != 0);
                break;
            case ParameterValueKind.Text:
                json.WriteStringValue(text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>The value in the invariant culture; "none" for none.</summary>
    public override string ToString() => Kind switch
    {
        ParameterValueKind.Number => number.ToString("R", CultureInfo.InvariantCulture),
        ParameterValueKind.WholeNumber => whole.ToString(CultureInfo.InvariantCulture),
        ParameterValueKind.Truth => whole != 0 ? "true" : "false",
        ParameterValueKind.Text => text!,
        _ => "none",
    };

    private InvalidOperationException Other(string expected) => new($"value: expected {expected}, got {this}");
}
