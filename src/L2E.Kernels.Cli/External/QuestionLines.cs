using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace L2E.Kernels.Cli.External;

/// <summary>
/// Candidates as lines for a program: JSON arrays of their coordinates, or, in a space, JSON objects of the values that they have there.
/// </summary>
internal sealed class QuestionLines(ParameterSpace? space)
{
    private readonly ArrayBufferWriter<byte> text = new();
    private readonly ParameterValue[] values = new ParameterValue[space?.Parameters.Count ?? 0];

    /// <summary>The lines so far.</summary>
    public ReadOnlySpan<byte> Text => text.WrittenSpan;

    public void Clear() => text.ResetWrittenCount();

    public void Add(ReadOnlySpan<double> candidate)
    {
        if (space is null)
        {
            AddArray(candidate);
        }
        else
        {
            space.Decode(candidate, values);
            using Utf8JsonWriter json = new(text);
            space.Write(json, values);
        }

        text.Write("\n"u8);
    }

    private void AddArray(ReadOnlySpan<double> candidate)
    {
        // "-1.2345678901234567E-123" and a comma.
        const int LongestNumber = 32;
        byte separator = (byte)'[';
        foreach (double coordinate in candidate)
        {
            Span<byte> place = text.GetSpan(LongestNumber);
            place[0] = separator;
            Utf8Formatter.TryFormat(coordinate, place[1..], out int written);
            text.Advance(written + 1);
            separator = (byte)',';
        }

        text.Write("]"u8);
    }
}
