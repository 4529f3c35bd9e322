using L2E.Kernels.Comparison.Control;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Input;

/// <summary>A problem of the catalogue, as an argument names it.</summary>
internal static class ProblemOption
{
    /// <summary>The problem.</summary>
    /// <param name="option">Name of the argument.</param>
    /// <param name="word">What was given.</param>
    /// <exception cref="InputException">There is no such problem, or it does not have the number behind its name.</exception>
    public static ProblemName Read(string option, string word)
    {
        if (word == RecedingHorizon.Name)
            throw new InputException(option, "a problem of one run", $"{Quoted.Text(word)}, which l2e compare --suite control runs");
        try
        {
            if (ProblemName.Find(word) is { } problem)
                return problem;
        }
        catch (ArgumentException exception)
        {
            throw new InputException(
                $"{option}{Quoted.OneLine(exception.Message[exception.Message.IndexOf(':', StringComparison.Ordinal)..])}");
        }

        string meant = Suggestion.For(word, ObjectiveCatalogue.Objectives.Select(objective => objective.Name));
        throw new InputException($"{option}: unknown problem {Quoted.Text(word)}{meant} (l2e problems lists them)");
    }
}
