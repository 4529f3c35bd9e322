namespace L2E.Kernels.Cli.Input;

/// <summary>Text of unknown origin in a message of one line.</summary>
internal static class Quoted
{
    private const int LongestQuote = 80;

    /// <summary>The text in quotes, shortened, with control characters (line ends, escape codes) replaced.</summary>
    public static string Text(string text) =>
        $"'{OneLine(text.Length <= LongestQuote ? text : text[..LongestQuote] + "...")}'";

    /// <summary>The text with every control character replaced by a space.</summary>
    public static string OneLine(string text) =>
        string.Create(text.Length, text, static (copy, source) =>
        {
            for (int i = 0; i < copy.Length; i++)
                copy[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
}
