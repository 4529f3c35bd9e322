using Spectre.Console;

namespace L2E.Kernels.Cli.Output;

/// <summary>Tables for people: in colour and to the window's width on a terminal, else plain text.</summary>
internal static class TextOutput
{
    // Redirected text is for a file or another program: it wraps nothing.
    private const int PlainWidth = 400;

    /// <summary>Prints a table.</summary>
    public static void Print(TextWriter output, Table table)
    {
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isTerminal)
            console.Profile.Width = PlainWidth;
        console.Write(table.Border(isTerminal ? TableBorder.Rounded : TableBorder.Ascii));
    }

    /// <summary>A table with these headings; the cells are plain text.</summary>
    public static Table Table(params ReadOnlySpan<string> headings)
    {
        Table table = new();
        foreach (string heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)));
        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void Add(this Table table, params ReadOnlySpan<string> cells)
    {
        Text[] texts = new Text[cells.Length];
        for (int i = 0; i < cells.Length; i++)
            texts[i] = new Text(cells[i]);
        table.AddRow(texts);
    }
}
