using System.CommandLine;
using System.CommandLine.Parsing;

namespace L2E.Kernels.Cli.Input;

/// <summary>Says in one line what is wrong with the arguments.</summary>
internal static class ParseErrors
{
    /// <summary>Returns when the arguments could be understood.</summary>
    /// <exception cref="InputException">The first thing that could not.</exception>
    public static void Check(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string help = $"l2e{(command is RootCommand ? "" : $" {command.Name}")} --help";
        // The parser takes an option that it does not know for a positional argument, where there is room for one.
        IEnumerable<string> positional = command.Arguments.SelectMany(
            argument => parsed.GetResult(argument)?.Tokens ?? [], (_, token) => token.Value);
        if (positional.Concat(parsed.UnmatchedTokens).FirstOrDefault(token => token.StartsWith('-')) is { } option)
            throw UnknownOption(command, option, help);
        if (parsed.UnmatchedTokens is [{ } unmatched, ..])
            throw Unmatched(command, unmatched, help);
        if (parsed.Errors is [{ } error, ..])
            throw Describe(error, help);
    }

    private static InputException UnknownOption(Command command, string given, string help)
    {
        string meant = Suggestion.For(given, command.Options.Select(option => option.Name));
        return new InputException($"{Quoted.OneLine(given)}: unknown option{meant} ({help} lists them)");
    }

    private static InputException Unmatched(Command command, string given, string help)
    {
        if (command is not RootCommand)
            return new InputException(command.Name, "no further argument", $"{Quoted.Text(given)} ({help} explains the arguments)");
        string meant = Suggestion.For(given, command.Subcommands.Select(subcommand => subcommand.Name));
        return new InputException($"command: unknown command {Quoted.Text(given)}{meant} ({help} lists them)");
    }

    private static InputException Describe(ParseError error, string help) => error.SymbolResult switch
    {
        OptionResult { Tokens: [], Option: var option } =>
            new InputException(option.Name, option.HelpName is { } name ? $"a value ({name})" : "a value", "nothing"),
        OptionResult { Tokens: { Count: > 1 } tokens, Option: var option } => new InputException(
            option.Name, "one value", $"{tokens.Count}: {string.Join(", ", tokens.Select(token => Quoted.Text(token.Value)))}"),
        CommandResult { Command: RootCommand root } => new InputException(
            "command", string.Join(", ", root.Subcommands.Select(command => command.Name)), $"nothing ({help} explains them)"),
        CommandResult { Command.Arguments: [var argument, ..] } =>
            new InputException(argument.Name, argument.Description!, $"nothing ({help})"),
        ArgumentResult { Tokens: [], Argument: var argument } =>
            new InputException(argument.Name, argument.Description!, $"nothing ({help})"),
        _ => new InputException(error.Message),
    };
}
