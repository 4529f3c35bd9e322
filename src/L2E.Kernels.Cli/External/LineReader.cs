using System.Text;

namespace L2E.Kernels.Cli.External;

/// <summary>Reads lines of bounded length: a program that prints without ever ending a line must not fill the memory.</summary>
internal sealed class LineReader(TextReader source)
{
    private const int LongestLine = 1000;

    private readonly char[] buffer = new char[4096];
    private readonly StringBuilder line = new();
    private int next, count;

    /// <summary>The next line without its end, cut off where it is too long; null at the end of the input.</summary>
    public string? ReadLine()
    {
        line.Clear();
        while (true)
        {
            if (next == count)
            {
                (next, count) = (0, source.Read(buffer, 0, buffer.Length));
                if (count == 0)
                    return line.Length > 0 ? line.ToString() : null;
            }

            ReadOnlySpan<char> rest = buffer.AsSpan(next, count - next);
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> part = end < 0 ? rest : rest[..end];
            line.Append(part[..Math.Min(part.Length, LongestLine - line.Length)]);
            next += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
                return line.ToString().TrimEnd('\r');
            if (line.Length == LongestLine)
                return line.ToString();
        }
    }
}
