namespace L2E.Kernels.Cli;

/// <summary>What the exit code of the command says.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A value that was checked is over its tolerance.</summary>
    public const int CheckFailed = 1;

    /// <summary>Something that was given cannot be used; one line on standard error says what.</summary>
    public const int BadInput = 2;

    /// <summary>A defect of the program itself (EX_SOFTWARE of sysexits.h).</summary>
    public const int InternalError = 70;

    /// <summary>Interrupted, as shells report it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
