using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace L2E.Kernels.Benchmarks.Quality;

/// <summary>
/// Prints the quality tables as Markdown. Each run is one call of the command line, <c>l2e solve ... --json</c>, so that anyone
/// can repeat any of them by hand.
/// </summary>
internal static class QualityCommand
{
    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "Runs of each problem, with seed and instance 1, 2, ...", DefaultValueFactory = _ => 5 };
        var firstSeed = new Option<int>("--first-seed") { Description = "The first seed and instance.", DefaultValueFactory = _ => 1 };
        var tables = new Option<int[]>("--tables")
        {
            Description = "Which tables, 1 to 7.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. QualityTable.All.Select(table => table.Id)],
        };
        var weights = new Option<string>("--weights") { Description = "Parameters of the operator, as `l2e solve` takes them.", DefaultValueFactory = _ => "default" };
        var command = new Command("quality", "Median gaps of the solver on the synthetic suite, against the figures to be reached.")
        {
            seeds, firstSeed, tables, weights,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(seeds), parsed.GetRequiredValue(firstSeed), parsed.GetRequiredValue(tables), parsed.GetRequiredValue(weights)));
        return command;
    }

    private static int Run(int seeds, int firstSeed, int[] tables, string weights)
    {
        Console.WriteLine($"Machine: {Environment.ProcessorCount} cores, {ProcessorName()}; commit {Commit()}; weights {weights}; {seeds} seeds from {firstSeed}.");
        bool isReached = true;
        foreach (QualityTable table in QualityTable.All.Where(table => tables.Contains(table.Id)))
        {
            Console.WriteLine();
            Console.WriteLine($"### Table {table.Id}: d = {table.Dimension}, {table.Budget} evaluations, {(table.Rotated ? "rotated" : "not rotated")}");
            Console.WriteLine();
            Console.WriteLine("| problem | median | quartiles | seconds | certificate | figure to reach | reached | best baseline |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (QualityCell cell in table.Cells)
            {
                QualityRun[] runs = new QualityRun[seeds];
                Parallel.For(
                    0, seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                    i => runs[i] = QualityRun.Solve(table, cell.Problem, firstSeed + i, weights));
                double[] gaps = [.. runs.Select(run => run.Gap).Order()];
                double median = gaps[seeds / 2];
                bool isCellReached = cell.IsReachedBy(median);
                isReached &= isCellReached;
                string baseline = double.IsNaN(cell.BestBaseline) ? "-" : Figure(cell.BestBaseline);
                Console.WriteLine(
                    $"| {cell.Problem} | {Figure(median)} | {Figure(gaps[seeds / 4])} .. {Figure(gaps[3 * seeds / 4])} "
                    + $"| {runs.Select(run => run.Seconds).Order().ElementAt(seeds / 2):F2} | {(runs.All(run => run.CertificateHolds) ? "holds" : "FAILS")} "
                    + $"| {Figure(cell.HandSet)} | {(isCellReached ? "yes" : "NO")} | {baseline} |");
            }
        }

        Console.WriteLine();
        Console.WriteLine(isReached ? "Every figure is reached." : "Some figures are NOT reached.");
        return isReached ? 0 : 1;
    }

    private static string Figure(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Commit()
    {
        try
        {
            using Process git = Process.Start(new ProcessStartInfo("git", "describe --always --dirty") { RedirectStandardOutput = true })!;
            return git.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } commit ? commit : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }

    private static string ProcessorName()
    {
        const string Path = "/proc/cpuinfo";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..];
    }
}

/// <summary>The outcome of one call of the command line.</summary>
/// <param name="Gap">Best value minus the optimum.</param>
/// <param name="Seconds">Time that the command reports for the iterations.</param>
/// <param name="CertificateHolds">Whether the certificate of the run holds.</param>
internal sealed record QualityRun(double Gap, double Seconds, bool CertificateHolds)
{
    public static QualityRun Solve(QualityTable table, string problem, int seed, string weights)
    {
        List<string> arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "l2e.dll"), "solve", problem, "--dim", $"{table.Dimension}", "--budget", $"{table.Budget}",
            "--seed", $"{seed}", "--instance", $"{seed}", "--weights", weights, "--json",
        ];
        if (table.Rotated)
            arguments.Add("--rotate");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"l2e {string.Join(' ', arguments.Skip(1))}: exit code {process.ExitCode}");
        using var json = JsonDocument.Parse(output);
        JsonElement root = json.RootElement;
        return new QualityRun(
            root.GetProperty("best").GetDouble(), root.GetProperty("seconds").GetDouble(), root.GetProperty("certificate").GetProperty("holds").GetBoolean());
    }
}
