using System.Text.Json;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary>Figures and what they are meant to reach, as a table or as JSON.</summary>
internal static class ReachTable
{
    public static void Print(TextWriter output, IEnumerable<ReachRow> rows)
    {
        TextTable table = new("what", "against", "reach", "figure", "", "detail");
        foreach (ReachRow row in rows)
            table.Add(row.What, row.Against, row.Target, row.Figure, row.Verdict, row.Detail);
        TextOutput.Print(output, table);
    }

    /// <summary>Writes a member named rows.</summary>
    public static void WriteJson(Utf8JsonWriter json, IEnumerable<ReachRow> rows)
    {
        json.WriteStartArray("rows");
        foreach (ReachRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("what", row.What);
            json.WriteString("against", row.Against);
            if (row.Value is { } value)
                json.WriteFinite("value", value);
            else
                json.WriteNull("value");
            json.WriteNumber("reach", row.Reach);
            json.WriteBoolean("isUpperLimit", row.IsUpperLimit);
            json.WriteString("unit", row.Unit.Trim());
            json.WriteString("verdict", row.Verdict);
            json.WriteString("detail", row.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
