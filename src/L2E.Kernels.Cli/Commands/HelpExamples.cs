using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace L2E.Kernels.Cli.Commands;

/// <summary>Adds examples to the end of a command's help.</summary>
internal static class HelpExamples
{
    public static void AddExamples(this Command command, params string[] examples) =>
        command.Options.Add(new HelpOption { Action = new HelpWithExamples(examples) });

    private sealed class HelpWithExamples(string[] examples) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int exitCode = new HelpAction().Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
            return exitCode;
        }
    }
}
