namespace L2E.Kernels.Cli.Output;

/// <summary>The characters that a table is drawn with; a rule has its left end, the line, a crossing and its right end.</summary>
/// <param name="Bar">Between the cells.</param>
/// <param name="Top">The rule above.</param>
/// <param name="Middle">The rule below the headings.</param>
/// <param name="Bottom">The rule at the end.</param>
internal sealed record TableFrame(char Bar, string Top, string Middle, string Bottom)
{
    /// <summary>For files and other programs.</summary>
    public static TableFrame Ascii { get; } = new('|', "+--+", "|-+|", "+--+");

    /// <summary>For terminals.</summary>
    public static TableFrame Rounded { get; } = new(
        '\u2502', "\u256d\u2500\u252c\u256e", "\u251c\u2500\u253c\u2524", "\u2570\u2500\u2534\u256f");
}
