using System.Globalization;

namespace L2E.Kernels.Problems;

/// <summary>
/// A problem in one word: its name in the catalogue, alone or with a number, as in <c>arm:100</c> and <c>uav:3</c>. The number is that of
/// the variables where the problem admits several, else that of the instance.
/// </summary>
/// <param name="Objective">The problem.</param>
/// <param name="Dimension">Number of variables; null where the word does not say.</param>
/// <param name="Instance">Number of the instance; null where the word does not say.</param>
public sealed record ProblemName(ObjectiveDescription Objective, int? Dimension, int? Instance)
{
    /// <summary>Reads a word.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The problem; null where the catalogue does not have its name.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is null.</exception>
    /// <exception cref="ArgumentException">The number is none, or not one that the problem has.</exception>
    public static ProblemName? Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        if (!ObjectiveCatalogue.TryFind(colon < 0 ? word : word[..colon], out ObjectiveDescription? objective))
            return null;
        if (colon < 0)
            return new ProblemName(objective, null, null);
        bool isDimension = objective.MinDimension < objective.MaxDimension;
        (int least, int most) = isDimension ? (objective.MinDimension, objective.MaxDimension) : (0, int.MaxValue);
        if (!int.TryParse(word.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || number < least || number > most)
        {
            Guard.ThrowArgument(
                nameof(word),
                $"{objective.Name}:N with N, the {(isDimension ? "number of variables" : "instance")}, from {least} to {most}", word);
        }

        return isDimension ? new ProblemName(objective, number, null) : new ProblemName(objective, null, number);
    }
}
