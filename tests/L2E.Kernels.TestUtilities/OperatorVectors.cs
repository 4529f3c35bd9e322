using System.Text.Json;

namespace L2E.Kernels.TestUtilities;

/// <summary>A reference file of an operator: shape, inputs, outputs, cotangents and gradients, all flattened row major.</summary>
public sealed class OperatorVectors
{
    private readonly JsonElement root;

    private OperatorVectors(JsonElement root) => this.root = root;

    public static OperatorVectors Read(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", file);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new OperatorVectors(document.RootElement.Clone());
    }

    /// <summary>Names of the files of an operator, such as <c>selective-scan</c>.</summary>
    public static IEnumerable<string> Files(string operatorName) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "golden"), operatorName + "-*.json").Select(Path.GetFileName).Order()!;

    public int Size(string name) => root.GetProperty("shape").GetProperty(name).GetInt32();

    public bool Flag(string name) => root.GetProperty(name).GetBoolean();

    public float Scalar(string name) => root.GetProperty(name).GetSingle();

    /// <summary>An input or cotangent, exact in float; empty when the file has none of that name.</summary>
    public float[] Floats(string section, string name) =>
        root.GetProperty(section).TryGetProperty(name, out JsonElement values) ? [.. values.EnumerateArray().Select(v => v.GetSingle())] : [];

    /// <summary>A reference output or gradient; null when the file has none of that name.</summary>
    public double[]? Reference(string section, string name) =>
        root.GetProperty(section).TryGetProperty(name, out JsonElement values) ? [.. values.EnumerateArray().Select(v => v.GetDouble())] : null;
}
