using System.ComponentModel;
using L2E.Kernels.Benchmarks.Native;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Training;

namespace L2E.Kernels.Benchmarks.Distributed;

/// <summary>Runs of this program by <c>mpirun</c>.</summary>
internal static class RankJobs
{
    /// <exception cref="InputException">There is no <c>mpirun</c>.</exception>
    public static void RequireLauncher()
    {
        try
        {
            ProgramRun.Run("mpirun", "--version");
        }
        catch (Win32Exception)
        {
            throw new InputException("ranks: expected mpirun (Debian: openmpi-bin), got a machine without it");
        }
    }

    /// <summary>Seconds, bytes and seconds of exchange of a training step.</summary>
    public static Dictionary<string, double> Train(int ranks, string? configPath, GradientEstimator estimator, int steps) =>
        Run(ranks, [], ["train", $"{estimator}", $"{steps}", .. configPath is null ? [] : (string[])["--config", configPath]]);

    /// <summary>The link between two ranks of this machine: by shared memory, or by TCP as between machines.</summary>
    public static RankLink Link(bool isTcp, int rounds)
    {
        Dictionary<string, double> figures = Run(2, isTcp ? ["--mca", "btl", "tcp,self", "--mca", "pml", "ob1"] : [], "link", $"{rounds}");
        return new RankLink(isTcp ? "TCP, one machine" : "shared memory", figures["latency"], figures["bandwidth"]);
    }

    /// <summary>What came of so many evaluations by another rank.</summary>
    public static Dictionary<string, double> Evaluate(int count) => Run(2, [], "evaluations", $"{count}");

    private static Dictionary<string, double> Run(int ranks, string[] options, params string[] arguments) => ProgramRun.Figures(
        // A terminal's settings would be written in front of the figures.
        "env", narrow: false,
        [
            "TERM=dumb", "OMPI_ALLOW_RUN_AS_ROOT=1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
            "mpirun", "-np", $"{ranks}", .. options, "dotnet", Path.Combine(AppContext.BaseDirectory, "L2E.Kernels.Benchmarks.dll"), "rank",
            .. arguments,
        ]);
}
