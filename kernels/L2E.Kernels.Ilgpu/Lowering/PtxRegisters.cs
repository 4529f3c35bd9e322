using System.Text.RegularExpressions;

namespace L2E.Kernels.Ilgpu.Lowering;

/// <summary>How many registers a kernel's PTX asks for, where no assembler of PTX is there to say it.</summary>
public static partial class PtxRegisters
{
    /// <summary>
    /// The most 32-bit registers that are live at once: each virtual register from its first mention to its last, and to the end of every
    /// loop that it is brought into; one of 64 bits counts twice, predicates have registers of their own. An assembler may need a few more
    /// for addresses, or fewer where it makes values anew.
    /// </summary>
    /// <param name="ptx">The text.</param>
    public static int Estimate(string ptx)
    {
        ArgumentNullException.ThrowIfNull(ptx);
        string[] lines = ptx.Split('\n');
        Dictionary<string, (int First, int Last)> lives = [];
        Dictionary<string, int> labels = [];
        List<(int First, int Last)> loops = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (Label().Match(lines[i]) is { Success: true } label)
                labels[label.Groups[1].Value] = i;
            else if (Branch().Match(lines[i]) is { Success: true } branch && labels.TryGetValue(branch.Groups[1].Value, out int target))
                loops.Add((target, i));
            if (lines[i].Contains(".reg ", StringComparison.Ordinal))
                continue;
            foreach (Match register in Register().Matches(lines[i]))
                lives[register.Value] = (lives.TryGetValue(register.Value, out (int First, int Last) life) ? life.First : i, i);
        }

        // From the innermost loop outwards: what lives to the end of one may so come to live in the next.
        foreach ((int first, int last) in loops.OrderBy(loop => loop.Last - loop.First))
        {
            foreach ((string register, (int begins, int ends)) in lives)
            {
                if (begins < first && ends >= first && ends < last)
                    lives[register] = (begins, last);
            }
        }

        int[] changes = new int[lines.Length + 1];
        foreach ((string register, (int first, int last)) in lives)
        {
            int width = register.StartsWith("%rd", StringComparison.Ordinal) || register.StartsWith("%fd", StringComparison.Ordinal) ? 2 : 1;
            changes[first] += width;
            changes[last + 1] -= width;
        }

        int live = 0, most = 0;
        foreach (int change in changes)
            most = Math.Max(most, live += change);
        return most;
    }

    [GeneratedRegex(@"^\s*(\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"\bbra(?:\.uni)?\s+(\w+)")]
    private static partial Regex Branch();

    [GeneratedRegex(@"%(?:rd|fd|rs|r|f)\d+\b")]
    private static partial Regex Register();
}
