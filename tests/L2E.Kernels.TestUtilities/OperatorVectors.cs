using System.Text.Json;

namespace L2E.Kernels.TestUtilities;

/// <summary>A reference file of an operator: shape, inputs, outputs, cotangents and gradients, all flattened row major.</summary>
public sealed class OperatorVectors
{
    private readonly JsonElement root;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "golden");

    private OperatorVectors(JsonElement root) => this.root = root;

    public static OperatorVectors Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        return new OperatorVectors(document.RootElement.Clone());
    }

    /// <summary>Names of the files of an operator, such as <c>selective-scan</c>.</summary>
    public static IEnumerable<string> Files(string operatorName) =>
        new DirectoryInfo(Folder).EnumerateFiles(operatorName + "-*.json").Select(file => file.Name).Order();

    public int Size(string name) => root.GetProperty("shape").GetProperty(name).GetInt32();

    public bool Flag(string name) => root.GetProperty(name).GetBoolean();

    public float Scalar(string name) => root.GetProperty(name).GetSingle();

    /// <summary>An input or cotangent, exact in float; empty when the file has none of that name.</summary>
    public float[] Floats(string section, string name) => [.. (Reference(section, name) ?? []).Select(value => (float)value)];

    /// <summary>A reference output or gradient; null when the file has none of that name.</summary>
    public double[]? Reference(string section, string name) =>
        root.GetProperty(section).TryGetProperty(name, out JsonElement values) ? values.Deserialize<double[]>() : null;
}
