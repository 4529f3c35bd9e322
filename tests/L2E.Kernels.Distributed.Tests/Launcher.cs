using System.ComponentModel;
using System.Diagnostics;

namespace L2E.Kernels.Distributed.Tests;

/// <summary>Programs on several ranks of this machine.</summary>
internal static class Launcher
{
    /// <summary>Runs one to its end.</summary>
    public static (int Code, string Output, string Error) Run(int count, string program, params string[] arguments)
    {
        using Process process = Start(count, program, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Starts one.</summary>
    /// <param name="count">Number of ranks; 0 for the program alone, without <c>mpirun</c>.</param>
    /// <param name="program">Its file, beside the tests.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(int count, string program, params string[] arguments)
    {
        string[] launch = count == 0 ? ["dotnet"] : ["mpirun", "-np", $"{count}", "dotnet"];
        ProcessStartInfo start = new(launch[0], [.. launch[1..], Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["OMPI_MCA_rmaps_base_oversubscribe"] = "1";
        start.Environment["TERM"] = "dumb"; // Open MPI gives the ranks a terminal, whose settings would be written in front of the line.
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("This machine lacks mpirun.");
            throw;
        }
    }

    /// <summary>Sends a signal to a rank that a launcher has started.</summary>
    /// <param name="launcher">What <see cref="Start"/> gave.</param>
    /// <param name="rank">Which.</param>
    /// <param name="signal">The signal's name: INT, or KILL, which leaves no chance to say anything.</param>
    public static void Signal(Process launcher, int rank, string signal)
    {
        int[] children =
        [
            .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
                .Where(name => IsChild(name!, launcher.Id)).Select(name => int.Parse(name!)),
        ];
        Array.Sort(children);
        using Process kill = Process.Start("kill", [$"-{signal}", $"{children[rank]}"]);
        kill.WaitForExit();
    }

    private static bool IsChild(string process, int parent)
    {
        try
        {
            // Number, name in parentheses, state, parent.
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0]) == parent;
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }
}
