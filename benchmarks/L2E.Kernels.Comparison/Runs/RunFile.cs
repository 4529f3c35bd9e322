using System.Globalization;
using System.Reflection;
using System.Text;
using L2E.Kernels.Comparison.Suites;

namespace L2E.Kernels.Comparison.Runs;

/// <summary>
/// The runs of a comparison as comma-separated values, one row a run. A row is written when its run is over and reaches the disk before the
/// next one is written, so that an interrupted comparison loses what was running, and no more.
/// </summary>
/// <remarks>
/// Numbers are written so that they are read back bit for bit. <c>targets</c> holds the evaluations at which the 51 targets were reached
/// (0: not), <c>curve</c> the best gap at evaluation counts <c>budget^(i / 63)</c>, <c>ticks</c> the seconds of the ticks of control
/// (median, 99 %, longest), all between spaces; <c>device</c> is what evaluated the problem.
/// </remarks>
public sealed class RunFile : IDisposable
{
    private const string Header =
        "method,problem,dimension,instance,rotated,optima,noise,budget,seed,gap,evaluations,seconds,outside,version,regret,unseen,ticks,"
        + "device,targets,curve";

    private readonly FileStream stream;
    private readonly Lock gate = new();

    private RunFile(FileStream stream) => this.stream = stream;

    /// <summary>The version of this program, with its commit where it is known.</summary>
    public static string Version { get; } =
        typeof(RunFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where; no file may be there.</param>
    /// <exception cref="IOException">The path cannot be written, or a file is there.</exception>
    public static RunFile Create(string path)
    {
        RunFile file = new(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        file.Write(Header);
        return file;
    }

    /// <summary>Goes on with a file. A last line that was not written to its end is removed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The path cannot be written.</exception>
    public static RunFile Resume(string path)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        byte[] contents = new byte[stream.Length];
        stream.ReadExactly(contents);
        stream.SetLength(contents.AsSpan().LastIndexOf((byte)'\n') + 1);
        stream.Seek(0, SeekOrigin.End);
        RunFile file = new(stream);
        if (stream.Length == 0)
            file.Write(Header);
        return file;
    }

    /// <summary>Reads the finished runs of a file; a last line that was not written to its end is none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not one of these, or was written by another version: where, and how.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<RunRow> Read(string path)
    {
        string text = File.ReadAllText(path);
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            return [];
        if (lines[0] != Header)
            throw new InvalidDataException("line 1: expected the columns of a comparison of this version, got others");
        List<RunRow> rows = new(lines.Length - 1);
        for (int i = 1; i < lines.Length; i++)
        {
            try
            {
                rows.Add(Parse(lines[i]));
            }
            catch (Exception exception) when (exception is FormatException or OverflowException)
            {
                throw new InvalidDataException(
                    $"line {i + 1}: expected a run of this program's version {Version}, got: {exception.Message}");
            }
        }

        return rows;
    }

    /// <summary>Writes a run, from any thread.</summary>
    /// <param name="row">The run.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Append(RunRow row)
    {
        string line = Format(row);
        lock (gate)
            Write(line);
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();

    /// <summary>A run as a line of the file.</summary>
    public static string Format(RunRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Cell cell = row.Key.Cell;
        string[] fields =
        [
            row.Key.Method, cell.Problem, $"{cell.Dimension}", $"{row.Key.Seed}", cell.IsRotated ? "yes" : "no",
            cell.Region == OptimumRegion.Corner ? "corner" : "centred", $"{cell.Noise}", $"{cell.Budget}", $"{row.Key.Seed}", Text(row.Gap),
            $"{row.Evaluations}", row.Seconds.ToString("F6", CultureInfo.InvariantCulture), $"{row.PointsOutside}", Version,
            Text(row.Regret), Text(row.Unseen), string.Join(' ', row.TickSeconds.Select(Text)), cell.Device,
            string.Join(' ', row.TargetEvaluations), string.Join(' ', row.Curve.Select(Text)),
        ];
        return string.Join(',', fields);
    }

    /// <summary>The run of a line.</summary>
    /// <exception cref="FormatException">It is no line of this program's version.</exception>
    public static RunRow Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        string[] fields = line.Split(',');
        if (fields.Length != Header.Count(letter => letter == ',') + 1)
            throw new FormatException($"{fields.Length} columns");
        if (fields[13] != Version)
            throw new FormatException($"one of version {fields[13]}");
        Cell cell = new(
            fields[1], int.Parse(fields[2], CultureInfo.InvariantCulture), fields[4] == "yes",
            fields[5] == "corner" ? OptimumRegion.Corner : OptimumRegion.Centred, ParseNoise(fields[6]),
            long.Parse(fields[7], CultureInfo.InvariantCulture))
        {
            Device = fields[17],
        };
        RunRow row = new(
            new RunKey(fields[0], cell, int.Parse(fields[8], CultureInfo.InvariantCulture)), Number(fields[9]),
            long.Parse(fields[10], CultureInfo.InvariantCulture), Number(fields[11]), long.Parse(fields[12], CultureInfo.InvariantCulture),
            [.. fields[18].Split(' ').Select(field => long.Parse(field, CultureInfo.InvariantCulture))],
            [.. fields[19].Split(' ').Select(Number)])
        {
            Regret = Number(fields[14]),
            Unseen = Number(fields[15]),
            TickSeconds = [.. fields[16].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number)],
        };
        return row.TargetEvaluations.Length == Targets.Count && row.Curve.Length == RunRecord.CurveLength
            ? row
            : throw new FormatException($"{row.TargetEvaluations.Length} targets and a curve of {row.Curve.Length} points");
    }

    private void Write(string line)
    {
        stream.Write(Encoding.UTF8.GetBytes($"{line}\n"));
        stream.Flush(flushToDisk: true);
    }

    private static Noise ParseNoise(string field)
    {
        int space = field.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? Noise.None : new Noise(field.StartsWith("relative", StringComparison.Ordinal), Number(field[(space + 1)..]));
    }

    private static string Text(double value) =>
        double.IsPositiveInfinity(value) ? "inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string field) =>
        field == "inf" ? double.PositiveInfinity : double.Parse(field, NumberStyles.Float, CultureInfo.InvariantCulture);
}
