using System.Diagnostics;
using L2E.Kernels.Benchmarks.Checking;

namespace L2E.Kernels.Benchmarks.Native;

/// <summary>Runs of other programs.</summary>
internal static class ProgramRun
{
    /// <summary>Runs one to its end.</summary>
    /// <returns>Its exit code and what it wrote, errors last.</returns>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments, narrow: false);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Milliseconds from the start of a program to the first byte that it writes.</summary>
    /// <exception cref="WrongResultException">It failed.</exception>
    public static double MillisecondsToFirstByte(string program, params string[] arguments)
    {
        long begun = Stopwatch.GetTimestamp();
        using Process process = Start(program, arguments, narrow: false);
        int first = process.StandardOutput.Read();
        double milliseconds = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return first >= 0 && process.ExitCode == 0
            ? milliseconds
            : throw new WrongResultException($"{program}: expected a result, got exit code {process.ExitCode}");
    }

    /// <summary>The numbers that a program prints, each behind its name and a tab.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="narrow">Whether the JIT is to use registers of 256 bits.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="WrongResultException">It failed.</exception>
    public static Dictionary<string, double> Figures(string program, bool narrow, params string[] arguments)
    {
        using Process process = Start(program, arguments, narrow);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new WrongResultException($"{program}: expected exit code 0, got {process.ExitCode}: {errors.Result.Trim()}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t')).ToDictionary(parts => parts[0], parts => double.Parse(parts[1]));
    }

    private static Process Start(string program, string[] arguments, bool narrow)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (narrow)
            start.Environment["DOTNET_EnableAVX512"] = "0";
        return Process.Start(start) ?? throw new WrongResultException($"{program}: expected a process");
    }
}
