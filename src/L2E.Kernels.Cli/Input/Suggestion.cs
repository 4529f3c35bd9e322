namespace L2E.Kernels.Cli.Input;

/// <summary>Finds the name that was meant.</summary>
internal static class Suggestion
{
    /// <summary>
    /// <c>, did you mean 'name'?</c> for the nearest of <paramref name="names"/> (at least one), or nothing when none is near: more
    /// than a third of the letters would have to change.
    /// </summary>
    public static string For(string given, IEnumerable<string> names)
    {
        string nearest = names.MinBy(name => EditDistance(given.ToLowerInvariant(), name))!;
        return EditDistance(given.ToLowerInvariant(), nearest) <= Math.Max(2, nearest.Length / 3) ? $", did you mean '{nearest}'?" : "";
    }

    // Levenshtein: the fewest insertions, deletions and replacements of a letter; one row of the table at a time.
    private static int EditDistance(string from, string to)
    {
        int[] row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
