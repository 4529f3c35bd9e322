using L2E.Kernels.Cli.Input;
using L2E.Kernels.Distributed;

namespace L2E.Kernels.Cli.Distribution;

/// <summary>The ranks of this command, where <c>mpirun</c> started it: rank 0 speaks and writes files, and the ranks end together.</summary>
internal sealed class LaunchedRanks
{
    // What all ranks find wrong at once is said by rank 0, which then ends the others.
    private static readonly TimeSpan TimeOfRank0 = TimeSpan.FromSeconds(2);

    private Ranks? ranks;

    /// <summary>Joins the other ranks. A command that does not is done by each rank by itself.</summary>
    /// <returns>The ranks; <see langword="null"/> where <c>mpirun</c> did not start the program: MPI is not loaded then.</returns>
    public Ranks? Join()
    {
        if (!Ranks.AreStarted)
            return null;
        try
        {
            return ranks = Ranks.Start();
        }
        catch (DistributedException exception)
        {
            throw new InputException(exception.Message);
        }
    }

    /// <summary>What to write results into on this rank: nowhere, except on rank 0.</summary>
    public TextWriter Writer(TextWriter output) => ranks is { Rank: > 0 } ? TextWriter.Null : output;

    /// <summary>Says what went wrong, in one line that names the rank where others are.</summary>
    public void Say(TextWriter error, string line)
    {
        if (ranks is { Rank: > 0 })
            Thread.Sleep(TimeOfRank0);
        error.WriteLine(Quoted.OneLine(ranks is { Count: > 1 } ? $"rank {ranks.Rank}: {line}" : line));
    }

    /// <summary>Ends MPI: after success with the other ranks, else at once and for all of them.</summary>
    /// <returns>The exit code.</returns>
    public int End(int code)
    {
        if (code == ExitCode.Success)
            ranks?.Dispose();
        else
            ranks?.Abort(code);
        return code;
    }
}
