using System.Text.Json;
using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Cli.Checking;

/// <summary>One value of a reference file, which knows its file and its place there, so that every error names both.</summary>
/// <param name="file">Path of the file.</param>
/// <param name="place">Place in it, such as <c>inputs.delta</c>; empty for the root.</param>
/// <param name="element">The value.</param>
internal readonly struct ReferenceNode(string file, string place, JsonElement element)
{
    /// <summary>The member called <paramref name="name"/>.</summary>
    public ReferenceNode this[string name] =>
        TryFind(name, out ReferenceNode member) ? member : throw Error($"a member '{name}'", "none");

    /// <summary>Whether there is a member called <paramref name="name"/>, and which.</summary>
    public bool TryFind(string name, out ReferenceNode member)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Error("an object", Kind);
        bool found = element.TryGetProperty(name, out JsonElement value);
        member = new ReferenceNode(file, place.Length == 0 ? name : $"{place}.{name}", value);
        return found;
    }

    /// <summary>The elements of an array.</summary>
    public IEnumerable<ReferenceNode> Elements()
    {
        if (element.ValueKind != JsonValueKind.Array)
            throw Error("an array", Kind);
        return Iterate(file, place, element);

        static IEnumerable<ReferenceNode> Iterate(string file, string place, JsonElement array)
        {
            int index = 0;
            foreach (JsonElement item in array.EnumerateArray())
                yield return new ReferenceNode(file, $"{place}[{index++}]", item);
        }
    }

    /// <summary>A whole number of a range.</summary>
    public int Int32(int minimum, int maximum) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= minimum && value <= maximum
            ? value
            : throw Error($"a whole number from {minimum} to {maximum}", Kind);

    /// <summary>A size of a tensor.</summary>
    public int Size() => Int32(1, int.MaxValue);

    /// <summary>A finite number.</summary>
    public double Number() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw Error("a finite number", Kind);

    /// <summary>A truth value.</summary>
    public bool Boolean() =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Error("true or false", Kind);

    /// <summary>A string.</summary>
    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Error("a string", Kind);

    /// <summary>An array of finite numbers, as many as a tensor of this shape has.</summary>
    public double[] Numbers(params ReadOnlySpan<int> shape)
    {
        // The file may state any sizes; no product of four of them is too large for this.
        Int128 expected = 1;
        foreach (int size in shape)
            expected *= size;
        if (element.ValueKind != JsonValueKind.Array)
            throw Error("an array", Kind);
        if (element.GetArrayLength() != expected)
            throw Error($"{expected} numbers", $"{element.GetArrayLength()}");
        return [.. Elements().Select(item => item.Number())];
    }

    /// <summary>An array of numbers that are exact in float32.</summary>
    public float[] Singles(params ReadOnlySpan<int> shape) => Array.ConvertAll(Numbers(shape), value => (float)value);

    /// <summary>The error for a value that is not what it should be.</summary>
    public InputException Error(string expected, string got) =>
        new($"{file}{(place.Length > 0 ? $": {place}" : "")}", expected, got);

    private string Kind => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Quoted.Text(element.GetRawText()),
    };
}
