using System.Globalization;
using System.Text.Json;

namespace L2E.Kernels.Cli.Input;

/// <summary>Reads a point from a file: a JSON array, or numbers between white space.</summary>
internal static class NumberFile
{
    /// <summary>Reads the point that <paramref name="option"/> names.</summary>
    /// <exception cref="InputException">The file cannot be read, or is not that many numbers inside the box.</exception>
    public static double[] Read(string option, string path, int dimension, double lower, double upper)
    {
        string text = InputFile.ReadText(option, path);
        double[] point = text.AsSpan().TrimStart().StartsWith('[') ? ParseJson(option, path, text) : ParseWords(option, path, text);
        if (point.Length != dimension)
            throw new InputException(option, $"{dimension} numbers, one a coordinate", $"{point.Length} in {Quoted.Text(path)}");
        int outside = Array.FindIndex(point, value => !(value >= lower && value <= upper));
        if (outside >= 0)
        {
            throw new InputException(
                option, $"numbers in the box [{lower}, {upper}]", $"{point[outside]} (number {outside + 1}) in {Quoted.Text(path)}");
        }

        return point;
    }

    private static double[] ParseJson(string option, string path, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Select(element => element.GetDouble())];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InputException(option, "one JSON array of numbers", $"{Quoted.Text(path)}: {exception.Message}");
        }
    }

    private static double[] ParseWords(string option, string path, string text)
    {
        string[] words = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        double[] point = new double[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out point[i]))
            {
                throw new InputException(
                    option, "a JSON array of numbers, or numbers between white space",
                    $"{Quoted.Text(words[i])} (word {i + 1}) in {Quoted.Text(path)}");
            }
        }

        return point;
    }
}
