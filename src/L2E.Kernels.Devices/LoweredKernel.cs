using System.IO.Compression;
using System.Reflection;

namespace L2E.Kernels.Devices;

/// <summary>
/// A kernel that was lowered ahead of time: a text for a driver's compiler behind three lines of comment, which say the kernel's name,
/// its entry point and the kinds of its parameters.
/// </summary>
public sealed class LoweredKernel
{
    private static readonly char[] lineEnds = ['\n'];

    private LoweredKernel(string name, string entry, IReadOnlyList<ParameterKind> parameters, string text) =>
        (Name, Entry, Parameters, Text) = (name, entry, parameters, text);

    /// <summary>Name of the kernel.</summary>
    public string Name { get; }

    /// <summary>Name of its function in the text.</summary>
    public string Entry { get; }

    /// <summary>What it takes, in order.</summary>
    public IReadOnlyList<ParameterKind> Parameters { get; }

    /// <summary>All of the text: OpenCL C or PTX.</summary>
    public string Text { get; }

    /// <summary>Reads a kernel.</summary>
    /// <param name="text">What the lowering tool wrote.</param>
    /// <exception cref="ArgumentException">The text does not begin with a launch signature.</exception>
    public static LoweredKernel Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] lines = text.Split(lineEnds, 4);
        string name = GetField(lines, 0, "kernel"), entry = GetField(lines, 1, "entry"), parameters = GetField(lines, 2, "parameters");
        return new LoweredKernel(
            name, entry, [.. parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseKind)], text);
    }

    /// <summary>
    /// A kernel that comes with this library: an operator's, or <c>evaluate-</c> and the name of a problem for populations of that.
    /// </summary>
    /// <param name="name">Name of the kernel.</param>
    /// <param name="kind">
    /// The driver that it is for. One of ILGPU compiles the C# that the text was lowered from, and takes name and parameters from it.
    /// </param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static LoweredKernel Find(string name, DeviceKind kind)
    {
        string archive = kind == DeviceKind.Cuda ? "lowered.ptx" : "lowered.cl";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(archive)!;
        using BinaryReader reader = new(new DeflateStream(stream, CompressionMode.Decompress));
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            string found = reader.ReadString(), text = reader.ReadString();
            if (found == name)
                return Parse(text);
        }

        Guard.ThrowArgument(nameof(name), "a kernel that comes with the library", name);
        return null;
    }

    private static string GetField(string[] lines, int index, string field)
    {
        string prefix = $"// {field}:", line = index < lines.Length ? lines[index].TrimEnd('\r') : "";
        if (!line.StartsWith(prefix, StringComparison.Ordinal))
            Guard.ThrowArgument("text", $"'{prefix}' at the beginning of line {index + 1}", $"'{line}'");
        return line[prefix.Length..].Trim();
    }

    private static ParameterKind ParseKind(string kind)
    {
        switch (kind)
        {
            case "view":
                return ParameterKind.View;
            case "int":
                return ParameterKind.Word;
            case "long":
                return ParameterKind.LongWord;
            case "float":
                return ParameterKind.Real;
            default:
                Guard.ThrowArgument("text", "view, int, long or float as the kind of a parameter", kind);
                return default;
        }
    }
}
