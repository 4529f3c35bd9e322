using System.CommandLine;
using L2E.Kernels.Benchmarks.Checking;
using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary>Turns a wrong result into one line and exit code 1, a path that cannot be written into one line and exit code 2.</summary>
internal static class ResultGuard
{
    public static int Run(ParseResult parsed, Action<TextWriter> command)
    {
        InvocationConfiguration streams = parsed.InvocationConfiguration;
        try
        {
            command(streams.Output);
            return 0;
        }
        catch (WrongResultException exception)
        {
            streams.Error.WriteLine($"wrong result: {exception.Message}");
            return 1;
        }
        catch (InputException exception)
        {
            streams.Error.WriteLine(exception.Message);
            return 2;
        }
    }
}
