using System.Text;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Collects source text with indentation; lines end in LF on every system.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Writes one line or several, each indented; empty lines stay empty.</summary>
    public void Write(string lines)
    {
        for (int start = 0; start <= lines.Length;)
        {
            int end = lines.IndexOf('\n', start);
            if (end < 0)
                end = lines.Length;
            // The text of a raw literal has the line ends of the generator's own source file.
            int length = end - start - (end > start && lines[end - 1] == '\r' ? 1 : 0);
            if (length > 0)
                text.Append(' ', 4 * depth).Append(lines, start, length);
            text.Append('\n');
            start = end + 1;
        }
    }

    /// <summary>Opens a block of braces.</summary>
    public void Open()
    {
        Write("{");
        depth++;
    }

    /// <summary>Closes the block that was opened last.</summary>
    public void Close()
    {
        depth--;
        Write("}");
    }

    /// <summary>What has been written, without its last end of line.</summary>
    public string GetLines() => text.Length == 0 ? "" : text.ToString(0, text.Length - 1);

    public override string ToString() => text.ToString();
}
