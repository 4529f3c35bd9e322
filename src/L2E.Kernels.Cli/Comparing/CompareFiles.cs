using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Comparison.Report;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Cli.Comparing;

/// <summary>The files of a comparison: its runs, which grow while it goes, and its report.</summary>
internal sealed class CompareFiles : IDisposable
{
    private const string Option = "--out";

    private readonly RunFile file;
    private readonly List<RunRow> rows;

    private CompareFiles(string directory, RunFile file, IReadOnlyList<RunRow> known)
    {
        (RunsPath, ReportPath) = PathsIn(directory);
        this.file = file;
        Known = known;
        rows = [.. known];
    }

    /// <summary>Where the runs are.</summary>
    public string RunsPath { get; }

    /// <summary>Where the report is.</summary>
    public string ReportPath { get; }

    /// <summary>The runs that were there.</summary>
    public IReadOnlyList<RunRow> Known { get; }

    /// <summary>Opens the files of a comparison, or begins them.</summary>
    /// <exception cref="InputException">The directory cannot be written, or holds something else.</exception>
    public static CompareFiles Open(CompareRequest request)
    {
        string directory = request.Directory, path = PathsIn(directory).Runs;
        try
        {
            Directory.CreateDirectory(directory);
            if (!File.Exists(path))
                return new CompareFiles(directory, RunFile.Create(path), []);
            IReadOnlyList<RunRow> known = RunFile.Read(path);
            // What a refused command left has no runs; nobody minds when it is gone on with.
            if (!request.IsResumed && known.Count > 0)
                throw new InputException(
                    Option, "a directory without a comparison, or --resume", $"{Quoted.Text(directory)}, which has runs.csv");
            return new CompareFiles(directory, RunFile.Resume(path), known);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"{Option}: {Quoted.OneLine(path)}: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unwritable(path, exception);
        }
    }

    /// <summary>Writes a run.</summary>
    /// <exception cref="InputException">The disk is full.</exception>
    public void Append(RunRow row)
    {
        try
        {
            file.Append(row);
        }
        catch (IOException exception)
        {
            throw Unwritable(RunsPath, exception);
        }

        rows.Add(row);
    }

    /// <summary>Writes the report of the runs that the plan asks for.</summary>
    /// <returns>How many of them there are.</returns>
    public int Complete(CompareRequest request)
    {
        HashSet<RunKey> plan = [.. request.Plan];
        RunRow[] finished = [.. rows.Where(row => plan.Contains(row.Key))];
        if (finished.Length > 0)
        {
            using OutputFile report = new(Option, ReportPath);
            report.Complete(stream => ComparisonReport.Write(stream, finished, request.Methods, request.Command));
        }

        return finished.Length;
    }

    public void Dispose() => file.Dispose();

    private static (string Runs, string Report) PathsIn(string directory) =>
        (Path.Combine(directory, "runs.csv"), Path.Combine(directory, "report.html"));

    private static InputException Unwritable(string path, Exception exception) =>
        new(Option, "a directory that can be written", $"{Quoted.Text(path)}: {exception.Message}");
}
