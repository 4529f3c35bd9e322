using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Cli.External;

/// <summary>A program ended, or did not answer in time.</summary>
internal sealed class ProgramFailedException(string argument, string expected, string got, int? exitCode)
    : InputException(argument, expected, got)
{
    /// <summary>What happened.</summary>
    public string Event { get; } = got;

    /// <summary>The program's exit code; null where it still runs.</summary>
    public int? ExitCode { get; } = exitCode;
}
