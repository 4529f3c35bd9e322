using System.CommandLine;
using System.Text.Json;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e devices</c>: lists what <c>--device</c> takes on this machine.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print the list as a JSON array.", Arity = ArgumentArity.Zero };
        Command devices = new("devices", "Lists the devices of this machine with their drivers, and why one cannot be used.") { json };
        devices.SetAction(parsed =>
        {
            IlgpuDevices.Register();
            Row[] rows =
            [
                new("cpu", "the processor of this machine", "", "", null, null), .. Enum.GetValues<DeviceKind>().SelectMany(GetRows),
            ];
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                JsonOutput.Print(output, writer => WriteJson(writer, rows));
            else
                TextOutput.Print(output, CreateTable(rows));
        });
        return devices;
    }

    private static IEnumerable<Row> GetRows(DeviceKind kind)
    {
        string name = Device.GetName(kind);
        try
        {
            IReadOnlyList<DeviceInfo> devices = Device.List(kind);
            return devices.Count == 0
                ? [new(name, "", "", "", null, "the driver has no device")]
                : devices.Select(info =>
                    new Row($"{name}:{info.Index}", info.Name, info.Driver, info.Version, info.Memory, info.Refusal));
        }
        catch (DeviceException exception)
        {
            // Its message begins with the driver, which has a column of its own.
            return [new(name, "", "", "", null, exception.Message[(name.Length + 2)..])];
        }
    }

    private static TextTable CreateTable(IEnumerable<Row> rows)
    {
        TextTable table = new("device", "name", "driver", "version", "memory", "usable");
        // What is missing for the same reason is one row.
        foreach (IGrouping<(string, string?), Row> same in rows.GroupBy(row => (row.Name.Length == 0 ? "" : row.Device, row.Refusal)))
        {
            Row row = same.First();
            string memory = row.Memory is { } bytes ? $"{bytes / 1048576.0:0} MiB" : "";
            string devices = string.Join(", ", same.Select(other => other.Device));
            string usable = row.Refusal is null ? "yes" : $"no: {row.Refusal}";
            table.Add(devices, row.Name, row.Driver, row.Version, memory, usable);
        }

        return table;
    }

    private static void WriteJson(Utf8JsonWriter json, IEnumerable<Row> rows)
    {
        json.WriteStartArray();
        foreach (Row row in rows)
        {
            json.WriteStartObject();
            json.WriteString("device", row.Device);
            json.WriteString("name", row.Name);
            json.WriteString("driver", row.Driver);
            json.WriteString("version", row.Version);
            if (row.Memory is { } bytes)
                json.WriteNumber("memory", bytes);
            json.WriteBoolean("usable", row.Refusal is null);
            if (row.Refusal is not null)
                json.WriteString("refusal", row.Refusal);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private sealed record Row(string Device, string Name, string Driver, string Version, ulong? Memory, string? Refusal);
}
