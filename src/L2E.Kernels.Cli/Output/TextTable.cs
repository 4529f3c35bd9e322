using System.Text;

namespace L2E.Kernels.Cli.Output;

/// <summary>Rows of plain text in columns that are as wide as their widest cell; the last one wraps where the window is narrower.</summary>
/// <param name="headings">What stands above the columns; nothing does when all of them are empty.</param>
internal sealed class TextTable(params string[] headings)
{
    private const int NarrowestWrapped = 20;

    private readonly List<string[]> rows = [];

    /// <summary>Adds a row, one cell for each heading.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != headings.Length)
            throw new ArgumentException($"cells: expected {headings.Length}, got {cells.Length}");
        rows.Add(cells);
    }

    /// <summary>Writes the table.</summary>
    /// <param name="output">Takes the text.</param>
    /// <param name="frame">What it is drawn with.</param>
    /// <param name="window">Number of characters of a line.</param>
    public void Write(TextWriter output, TableFrame frame, int window)
    {
        int[] widths = GetWidths(window);
        output.WriteLine(Rule(widths, frame.Top));
        if (Array.Exists(headings, heading => heading.Length > 0))
        {
            WriteRow(output, frame, widths, headings);
            output.WriteLine(Rule(widths, frame.Middle));
        }

        foreach (string[] row in rows)
            WriteRow(output, frame, widths, row);
        output.WriteLine(Rule(widths, frame.Bottom));
    }

    private int[] GetWidths(int window)
    {
        int[] widths = new int[headings.Length];
        for (int column = 0; column < widths.Length; column++)
        {
            widths[column] = headings[column].Length;
            foreach (string[] row in rows)
                widths[column] = Math.Max(widths[column], row[column].Length);
        }

        // A line has a bar and two blanks for each column, and a last bar.
        int over = widths.Sum() + 3 * widths.Length + 1 - window;
        if (over > 0)
            widths[^1] = Math.Min(widths[^1], Math.Max(NarrowestWrapped, widths[^1] - over));
        return widths;
    }

    private static string Rule(int[] widths, string corners)
    {
        StringBuilder line = new();
        for (int column = 0; column < widths.Length; column++)
            line.Append(corners[column == 0 ? 0 : 2]).Append(corners[1], widths[column] + 2);
        return line.Append(corners[3]).ToString();
    }

    private static void WriteRow(TextWriter output, TableFrame frame, int[] widths, string[] cells)
    {
        string last = cells[^1];
        bool isFirst = true;
        do
        {
            StringBuilder line = new();
            for (int column = 0; column < cells.Length - 1; column++)
                line.Append(frame.Bar).Append(' ').Append((isFirst ? cells[column] : "").PadRight(widths[column])).Append(' ');
            int taken = Fitting(last, widths[^1]);
            line.Append(frame.Bar).Append(' ').Append(last[..taken].TrimEnd().PadRight(widths[^1])).Append(' ').Append(frame.Bar);
            output.WriteLine(line);
            last = last[taken..].TrimStart();
            isFirst = false;
        }
        while (last.Length > 0);
    }

    /// <summary>How much of a text fits, up to the end of a word unless one word fills the line.</summary>
    private static int Fitting(string text, int width)
    {
        if (text.Length <= width)
            return text.Length;
        int blank = text.LastIndexOf(' ', width);
        return blank > 0 ? blank : width;
    }
}
