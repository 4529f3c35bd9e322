using System.Text.Json;

namespace L2E.Kernels;

/// <summary>Reads a <see cref="ParameterSpace"/> from JSON.</summary>
internal static class ParameterSpaceReader
{
    private static readonly string[] bounded = ["name", "type", "lower", "upper", "scale", "when"];
    private static readonly string[] chosen = ["name", "type", "values", "when"];

    public static ParameterSpace Read(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"space: expected JSON, got {exception.Message}");
        }

        using (document)
        {
            JsonElement root = document.RootElement;
            CheckMembers("space", root, ["parameters"]);
            List<Parameter> parameters = [];
            foreach (JsonElement element in GetArray("space", root, "parameters"))
                parameters.Add(ReadParameter($"parameters[{parameters.Count}]", element));
            try
            {
                return new ParameterSpace([.. parameters]);
            }
            catch (ArgumentException exception)
            {
                throw new InvalidDataException(exception.Message);
            }
        }
    }

    private static Parameter ReadParameter(string place, JsonElement element)
    {
        CheckMembers(place, element, null);
        string name = GetText(place, element, "name"), type = GetText(place, element, "type");
        place = $"{place} ({name})";
        string[] members = type switch
        {
            "float" or "integer" => bounded,
            "categorical" or "ordinal" => chosen,
            _ => throw Wrong($"{place}.type", "float, integer, categorical or ordinal", $"'{type}'"),
        };
        CheckMembers(place, element, members);
        try
        {
            Parameter parameter = type switch
            {
                "float" => new FloatParameter(
                    name, GetNumber(place, element, "lower"), GetNumber(place, element, "upper"), IsLogarithmic(place, element)),
                "integer" => new IntegerParameter(
                    name, GetInteger(place, element, "lower"), GetInteger(place, element, "upper"), IsLogarithmic(place, element)),
                "categorical" => new CategoricalParameter(name, [.. GetValues(place, element)]),
                _ => new OrdinalParameter(name, [.. GetValues(place, element)]),
            };
            return element.TryGetProperty("when", out JsonElement when)
                ? parameter with { When = ReadCondition($"{place}.when", when) }
                : parameter;
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{place}.{exception.Message}");
        }
    }

    private static ParameterCondition ReadCondition(string place, JsonElement element)
    {
        CheckMembers(place, element, ["parameter", "values"]);
        return new ParameterCondition(GetText(place, element, "parameter"), GetValues(place, element));
    }

    private static bool IsLogarithmic(string place, JsonElement element)
    {
        if (!element.TryGetProperty("scale", out JsonElement scale))
            return false;
        return scale.ValueKind == JsonValueKind.String && scale.GetString() is "linear" or "log"
            ? scale.GetString() == "log"
            : throw Wrong($"{place}.scale", "\"linear\" or \"log\"", scale.GetRawText());
    }

    private static List<ParameterValue> GetValues(string place, JsonElement element)
    {
        List<ParameterValue> values = [];
        foreach (JsonElement value in GetArray(place, element, "values"))
        {
            ParameterValue read = ParameterValue.Read(value);
            values.Add(read != ParameterValue.None
                ? read
                : throw Wrong($"{place}.values[{values.Count}]", "a number, a text, true or false", value.GetRawText()));
        }

        return values;
    }

    private static JsonElement.ArrayEnumerator GetArray(string place, JsonElement element, string member) =>
        Get(place, element, member, JsonValueKind.Array, "an array").EnumerateArray();

    private static string GetText(string place, JsonElement element, string member) =>
        Get(place, element, member, JsonValueKind.String, "a text").GetString()!;

    private static double GetNumber(string place, JsonElement element, string member) =>
        Get(place, element, member, JsonValueKind.Number, "a number").GetDouble();

    private static long GetInteger(string place, JsonElement element, string member)
    {
        JsonElement value = Get(place, element, member, JsonValueKind.Number, "an integer");
        return value.TryGetInt64(out long integer) ? integer : throw Wrong($"{place}.{member}", "an integer", value.GetRawText());
    }

    private static JsonElement Get(string place, JsonElement element, string member, JsonValueKind kind, string words)
    {
        if (!element.TryGetProperty(member, out JsonElement value))
            throw Wrong(place, $"a member \"{member}\"", "none");
        return value.ValueKind == kind ? value : throw Wrong($"{place}.{member}", words, value.GetRawText());
    }

    /// <summary>Throws unless it is an object, without other members than these (null for any).</summary>
    private static void CheckMembers(string place, JsonElement element, string[]? members)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Wrong(place, "an object", element.GetRawText());
        if (members is null)
            return;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                throw Wrong(place, $"no members but {string.Join(", ", members)}", $"'{member.Name}'");
        }
    }

    private static InvalidDataException Wrong(string place, string expected, string got)
    {
        const int Longest = 60;
        return new InvalidDataException($"{place}: expected {expected}, got {(got.Length > Longest ? got[..Longest] + "..." : got)}");
    }
}
