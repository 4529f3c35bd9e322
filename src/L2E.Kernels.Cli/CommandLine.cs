using System.CommandLine;
using System.CommandLine.Invocation;
using L2E.Kernels.Cli.Commands;
using L2E.Kernels.Cli.Distribution;
using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Cli;

/// <summary>The <c>l2e</c> command: arguments in, text and an exit code out.</summary>
public static class CommandLine
{
    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress, when it is the terminal's, and what went wrong: one line.</param>
    /// <param name="cancellation">Ends a run early; what was found so far is printed.</param>
    /// <returns>
    /// 0 for success; 1 when a checked value is over its tolerance; 2 when something given cannot be used; 70 for a defect of
    /// the program; 130 when cancelled.
    /// </returns>
    public static int Run(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(error);
        LaunchedRanks ranks = new();
        try
        {
            RootCommand root = new("Minimises functions of many variables with a learned evolutionary optimiser (L2E).")
            {
                SolveCommand.Create(ranks, error, cancellation),
                ProblemsCommand.Create(),
                CheckCommand.Create(error, cancellation),
                DevicesCommand.Create(),
                CompareCommand.Create(ranks, error, cancellation),
                TrainCommand.Create(ranks, cancellation),
                InspectCommand.Create(cancellation),
                AblateCommand.Create(ranks, error, cancellation),
            };
            ReplaceVersion(root);
            // An argument is what it says: no files of arguments behind an @, no bundles of one-letter options.
            ParseResult parsed = root.Parse(
                arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parsed.Action is not { ClearsParseErrors: true })
                ParseErrors.Check(parsed);
            int code = parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
            return ranks.End(code);
        }
        catch (InputException exception)
        {
            ranks.Say(error, exception.Message);
            return ranks.End(ExitCode.BadInput);
        }
#pragma warning disable CA1031 // the last resort: a defect is reported in one line, not as a crash
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ranks.Say(error, $"l2e: internal error, please report it: {exception.GetType().Name}: {exception.Message}");
            if (Environment.GetEnvironmentVariable("L2E_DEBUG") == "1")
                error.WriteLine(exception);
            return ranks.End(ExitCode.InternalError);
        }
    }

    // The library's own version option reads the entry assembly, which is a test runner when it is not this program.
    private static void ReplaceVersion(RootCommand root) =>
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"l2e {typeof(CommandLine).Assembly.GetName().Version!.ToString(3)}");
            return ExitCode.Success;
        }
    }
}
