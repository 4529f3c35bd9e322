using System.Globalization;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Statistics;
using L2E.Kernels.Comparison.Suites;

namespace L2E.Kernels.Comparison.Report;

/// <summary>The page that shows a comparison.</summary>
public static class ComparisonReport
{
    private const double Solved = 1e-8, Level = 0.05;
    private static readonly int[] shownTargets = [5, 10, 20, 35, 50];

    /// <summary>Writes the page.</summary>
    /// <param name="destination">Receives the page; left open.</param>
    /// <param name="rows">The runs, at least one.</param>
    /// <param name="known">The methods in the order of tables, the one that the others are held against first.</param>
    /// <param name="command">The command that made them.</param>
    public static void Write(Stream destination, IReadOnlyList<RunRow> rows, IReadOnlyList<IMethod> known, string command)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count);
        ComparisonTable table = new(rows, known.Select(method => method.Name));
        CellGroup[] groups = [.. table.Groups];
        using HtmlPage page = new(destination, "Comparison of black-box optimisers");
        WriteIntroduction(page, rows, table, command);
        page.Contents(["all", .. groups.Select((_, i) => $"group-{i + 1}")], ["All problems", .. groups.Select(group => group.Title)]);
        WriteOverall(page, table);
        for (int i = 0; i < groups.Length; i++)
            WriteGroup(page, table, groups[i], $"group-{i + 1}");
        page.Text("h2", "Methods");
        page.Table(["method", "what it is"], known.Where(method => table.Methods.Contains(method.Name))
            .Select(method => (HtmlCell[])[method.Name, method.Description]));
    }

    private static void WriteIntroduction(HtmlPage page, IReadOnlyList<RunRow> rows, ComparisonTable table, string command)
    {
        page.Text("p", command, "quiet");
        int seeds = rows.Select(row => row.Key.Seed).Distinct().Count();
        page.Text(
            "p", $"{rows.Count:N0} runs: {table.Methods.Count} methods, {table.Cells.Count} problems, {seeds} seeds. Version "
                + $"{RunFile.Version}, {Environment.ProcessorCount} processors.", "quiet");
        page.Text(
            "p", "Every method has the same box, budget and uniformly random start point for a seed, sees values only, and its points are "
                + "clipped to the box before they are evaluated. A gap is the best value minus the known minimum, or 0 where none is "
                + "known. Gaps below 1e-8 count as solved, and as equal.");
    }

    private static void WriteOverall(HtmlPage page, ComparisonTable table)
    {
        page.Text("h2", "All problems", id: "all");
        IReadOnlyList<string> methods = table.MethodsOnAll(table.Cells);
        page.Text(
            "p",
            $"Mean rank of the median gap over the {table.Cells.Count} problems, for methods that ran on all of them; share of problems "
                + $"on which the method's median is the best or solved; and the probability of such a difference to {table.Reference} by "
                + "chance (Wilcoxon's signed-rank test over the problems' median logarithmic gaps, corrected by Holm). Time is the "
                + "median over runs, of method and objective. Outside is the share of points that the method wanted to put outside of the box.");
        double[][] ranks = [.. table.Cells.Select(cell => Ranks.Of([.. methods.Select(method => Floored(table.MedianGap(cell, method)))]))];
        double[] Logarithms(string method) => [.. table.Cells.Select(cell => Math.Log10(Floored(table.MedianGap(cell, method))))];
        string[] others = [.. methods.Where(method => method != table.Reference)];
        double[] chances = HolmCorrection.Adjust(
            [.. others.Select(method => SignedRankTest.TwoSided(Logarithms(table.Reference), Logarithms(method)))]);
        double[] means = [.. methods.Select((_, i) => ranks.Average(rank => rank[i]))];
        HtmlCell[][] lines = [.. methods.Select((method, i) => (HtmlCell[])
        [
            method, Number(means[i]),
            table.Cells.Average(cell => IsBest(table, cell, method) ? 1.0 : 0).ToString("P0", CultureInfo.InvariantCulture),
            method == table.Reference ? "" : Number(chances[Array.IndexOf(others, method)]),
            Seconds(table.Cells.SelectMany(cell => table.Runs(cell, method))),
            Outside(table.Cells.SelectMany(cell => table.Runs(cell, method))),
        ])];
        page.Table(
            ["method", "mean rank", "best or solved", "chance", "seconds", "outside"],
            Enumerable.Range(0, lines.Length).OrderBy(i => means[i]).Select(i => lines[i]));
    }

    private static void WriteGroup(HtmlPage page, ComparisonTable table, CellGroup group, string id)
    {
        page.Text("h2", group.Title, id: id);
        page.Text(
            "p", "Evaluations to the 51 targets 10^2 to 10^-8, with simulated restarts; beyond the budget of "
                + $"{Number((double)group.Budget / group.Dimension)} evaluations a dimension restarts are all that there is.", "quiet");
        page.Chart(TargetDistribution.Chart(table, group));
        string[] methods = [.. table.Methods.Where(method => group.Cells.Any(cell => table.Runs(cell, method).Count > 0))];

        page.Text("h3", "Gap: median, and quartiles");
        page.Text(
            "p",
            $"Below the median: the quartiles; then, against {table.Reference} on the same seeds, + where the method is better, - where "
                + "it is worse, with a chance below 5 % (Wilcoxon, corrected by Holm over the methods of the row).", "quiet");
        page.Table(
            ["problem", .. methods],
            group.Cells.Select(cell => FigureRow(table, cell, methods, run => run.Gap)).Append(AreaRow(table, group, methods)));

        page.Text("h3", "Cumulative regret: median, and quartiles");
        page.Text(
            "p", "The sum of the smallest gap so far over the evaluations; of receding-horizon control, of the costs of the ticks.",
            "quiet");
        page.Table(["problem", .. methods], group.Cells.Select(cell => FigureRow(table, cell, methods, run => run.Regret)));
        WritePolicies(page, table, group, methods);
        WriteTicks(page, table, group, methods);

        page.Text("h3", "Spread: interquartile range of log10 of the gap");
        page.Table(["problem", .. methods], group.Cells.Select(cell => SpreadRow(table, cell, methods)));

        page.Text("h3", "Expected running time / dimension");
        page.Text("p", "All evaluations by the number of runs that reached the target; in brackets their share.", "quiet");
        page.Table(
            ["problem, target", .. methods],
            from cell in @group.Cells from target in shownTargets select RunningTimeRow(table, cell, target, methods));

        page.Text("h3", "Seconds a run, median");
        page.Table(["problem", .. methods], group.Cells.Select(cell => (HtmlCell[])
            [cell.Problem, .. methods.Select(method => (HtmlCell)Seconds(table.Runs(cell, method)))]));

        page.Text("h3", "Convergence");
        page.Charts(group.Cells.Select(cell => Convergence.Chart(table, cell)));
    }

    private static void WritePolicies(HtmlPage page, ComparisonTable table, CellGroup group, string[] methods)
    {
        Cell[] cells = CellsWith(run => !double.IsNaN(run.Unseen), table, group, methods);
        if (cells.Length == 0)
            return;
        page.Text("h3", "On unseen starts: median");
        page.Text(
            "p", "The value of the best policy on 8 starts that it was not optimised on; in brackets the share of runs with 0.", "quiet");
        page.Table(["problem", .. methods], cells.Select(cell => (HtmlCell[])
        [
            cell.Problem, .. methods.Select(method => table.Runs(cell, method) is { Count: > 0 } runs
                ? new HtmlCell(
                    Number(Quantile.Median(runs.Select(run => run.Unseen))),
                    $"({runs.Average(run => run.Unseen == 0 ? 1.0 : 0).ToString("P0", CultureInfo.InvariantCulture)})")
                : new HtmlCell("")),
        ]));
    }

    private static void WriteTicks(HtmlPage page, ComparisonTable table, CellGroup group, string[] methods)
    {
        Cell[] cells = CellsWith(run => run.TickSeconds.Count > 0, table, group, methods);
        if (cells.Length == 0)
            return;
        page.Text("h3", "Time of a tick, milliseconds");
        page.Text("p", "The median, below it 99 % and the longest of all runs.", "quiet");
        page.Table(["problem", .. methods], cells.Select(cell => (HtmlCell[])
        [
            cell.Problem, .. methods.Select(method => table.Runs(cell, method) is { Count: > 0 } runs
                ? new HtmlCell(
                    Milliseconds(Quantile.Median(runs.Select(run => run.TickSeconds[0]))),
                    $"{Milliseconds(Quantile.Median(runs.Select(run => run.TickSeconds[1])))}, "
                        + Milliseconds(runs.Max(run => run.TickSeconds[2])))
                : new HtmlCell("")),
        ]));

        static string Milliseconds(double seconds) => Number(1000 * seconds);
    }

    private static Cell[] CellsWith(Func<RunRow, bool> hasFigure, ComparisonTable table, CellGroup group, string[] methods) =>
        [.. group.Cells.Where(cell => methods.Any(method => table.Runs(cell, method).Any(hasFigure)))];

    /// <summary>Medians of a figure of which less is better, with quartiles and the signs of differences to the reference.</summary>
    private static HtmlCell[] FigureRow(ComparisonTable table, Cell cell, string[] methods, Func<RunRow, double> figure)
    {
        string[] others = [.. methods.Where(method => method != table.Reference && table.Runs(cell, method).Count > 0)];
        double[] chances = HolmCorrection.Adjust([.. others.Select(method =>
        {
            (double[] reference, double[] other) = table.Pairs(cell, table.Reference, method, figure);
            return SignedRankTest.TwoSided([.. reference.Select(Floored)], [.. other.Select(Floored)]);
        })]);
        double least = methods.Where(method => table.Runs(cell, method).Count > 0).Min(Median);
        return [cell.Problem, .. methods.Select(method =>
        {
            if (table.Runs(cell, method) is not { Count: > 0 } runs)
                return new HtmlCell("");
            double[] values = [.. runs.Select(figure)];
            bool isBetter = Quantile.Median(values) < Quantile.Median(table.Runs(cell, table.Reference).Select(figure));
            string sign = Array.IndexOf(others, method) is >= 0 and var other && chances[other] < Level ? isBetter ? " +" : " -" : "";
            return new HtmlCell(
                Number(Quantile.Median(values)), $"{Number(Quantile.Of(values, 0.25))} .. {Number(Quantile.Of(values, 0.75))}{sign}",
                Median(method) <= least);
        })];

        double Median(string method) => Floored(Quantile.Median(table.Runs(cell, method).Select(figure)));
    }

    private static HtmlCell[] AreaRow(ComparisonTable table, CellGroup group, string[] methods)
    {
        IReadOnlyList<string> complete = table.MethodsOnAll(group.Cells);
        double[] areas =
            [.. methods.Select(method => complete.Contains(method) ? TargetDistribution.Area(table, group, method) : double.NaN)];
        double largest = areas.Where(area => !double.IsNaN(area)).DefaultIfEmpty().Max();
        return
        [
            new HtmlCell("area below the curve of targets", "mean share reached, larger is better"),
            .. areas.Select(area => double.IsNaN(area)
                ? new HtmlCell("")
                : new HtmlCell(area.ToString("F3", CultureInfo.InvariantCulture), IsBest: area == largest)),
        ];
    }

    private static HtmlCell[] SpreadRow(ComparisonTable table, Cell cell, string[] methods)
    {
        double[] spreads = [.. methods.Select(method =>
        {
            double[] logarithms = [.. table.Runs(cell, method).Select(run => Math.Log10(Floored(run.Gap)))];
            return logarithms.Length == 0 ? double.NaN : Quantile.Of(logarithms, 0.75) - Quantile.Of(logarithms, 0.25);
        })];
        return [cell.Problem, .. spreads.Select(spread => double.IsNaN(spread) ? new HtmlCell("") : new HtmlCell(Number(spread)))];
    }

    private static HtmlCell[] RunningTimeRow(ComparisonTable table, Cell cell, int target, string[] methods)
    {
        double[] times = [.. methods.Select(method => RunningTime.Expected(
            [.. table.Runs(cell, method).Select(run => (run.TargetEvaluations[target], run.Evaluations))]))];
        double least = times.Min();
        return
        [
            $"{cell.Problem}, {Targets.Value(target).ToString("0e0", CultureInfo.InvariantCulture)}",
            .. methods.Select((method, i) => double.IsPositiveInfinity(times[i])
                ? new HtmlCell(table.Runs(cell, method).Count == 0 ? "" : "-")
                : new HtmlCell(
                    Number(times[i] / cell.Dimension),
                    table.Runs(cell, method).Average(run => run.TargetEvaluations[target] > 0 ? 1.0 : 0) is < 1 and var share
                        ? $"({share.ToString("P0", CultureInfo.InvariantCulture)})"
                        : "",
                    times[i] == least)),
        ];
    }

    private static bool IsBest(ComparisonTable table, Cell cell, string method)
    {
        double gap = Floored(table.MedianGap(cell, method));
        return table.Methods.All(other => table.Runs(cell, other).Count == 0 || gap <= Floored(table.MedianGap(cell, other)));
    }

    // What is solved is equal.
    private static double Floored(double gap) => Math.Max(gap, Solved);

    private static string Seconds(IEnumerable<RunRow> runs) =>
        runs.Select(run => run.Seconds).ToArray() is { Length: > 0 } seconds ? Number(Quantile.Median(seconds)) : "";

    private static string Outside(IEnumerable<RunRow> runs) =>
        runs.Average(run => (double)run.PointsOutside / run.Evaluations).ToString("P0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        0 => "0",
        >= 1e5 or < 1e-3 => value.ToString("0.0e0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };
}
