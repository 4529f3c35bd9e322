using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Cli.Solving;

/// <summary>Writes snapshots of a run to a file, one after each so many evaluations.</summary>
/// <param name="option">The option that names the file.</param>
/// <param name="path">The file, replaced each time.</param>
/// <param name="every">Evaluations between snapshots.</param>
internal sealed class SnapshotSchedule(string option, string path, long every)
{
    private long last;

    /// <summary>Writes a snapshot if it is time.</summary>
    /// <exception cref="InputException">The file cannot be written; the last snapshot is as it was.</exception>
    public void Update(Engine engine, string problem)
    {
        if (engine.Evaluations - last >= every)
            Save(engine, problem);
    }

    /// <summary>Writes a snapshot.</summary>
    /// <exception cref="InputException">The file cannot be written; the last snapshot is as it was.</exception>
    public void Save(Engine engine, string problem)
    {
        try
        {
            engine.Save(path, problem);
            last = engine.Evaluations;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(option, "a path that can be written", $"{Quoted.Text(path)}: {exception.Message}");
        }
    }
}
