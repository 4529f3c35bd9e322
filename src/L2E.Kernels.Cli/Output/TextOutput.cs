namespace L2E.Kernels.Cli.Output;

/// <summary>Tables for people: to the window's width on a terminal, else plain text.</summary>
internal static class TextOutput
{
    /// <summary>Prints a table.</summary>
    public static void Print(TextWriter output, TextTable table)
    {
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        // Redirected text is for a file or another program: it wraps nothing. A terminal that does not say how wide it is has 0 columns.
        int window = isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : int.MaxValue;
        table.Write(output, isTerminal ? TableFrame.Rounded : TableFrame.Ascii, window);
    }
}
