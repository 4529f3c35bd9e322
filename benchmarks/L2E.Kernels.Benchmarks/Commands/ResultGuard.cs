using System.CommandLine;
using L2E.Kernels.Benchmarks.Checking;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary>Turns a wrong result into one line and exit code 1.</summary>
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
    }
}
