using System.Buffers;
using System.Text;
using System.Text.Json;

namespace L2E.Kernels.Cli.Output;

/// <summary>JSON on standard output.</summary>
internal static class JsonOutput
{
    /// <summary>Prints one JSON value on a line of its own.</summary>
    public static void Print(TextWriter output, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
            write(json);
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Writes a number, or null for what JSON has no number for.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
