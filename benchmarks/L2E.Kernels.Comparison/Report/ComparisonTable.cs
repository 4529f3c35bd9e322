using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Statistics;
using L2E.Kernels.Comparison.Suites;

namespace L2E.Kernels.Comparison.Report;

/// <summary>The runs of a comparison by cell and method, in an order that does not depend on when they ended.</summary>
internal sealed class ComparisonTable
{
    private readonly Dictionary<(Cell, string), RunRow[]> runs;

    /// <param name="rows">The runs; of runs with the same key the first counts.</param>
    /// <param name="methods">The methods in the order of tables, the one that the others are held against first.</param>
    public ComparisonTable(IEnumerable<RunRow> rows, IEnumerable<string> methods)
    {
        runs = rows.DistinctBy(row => row.Key).GroupBy(row => (row.Key.Cell, row.Key.Method))
            .ToDictionary(group => group.Key, group => group.OrderBy(row => row.Key.Seed).ToArray());
        Methods = [.. methods.Where(method => runs.Keys.Any(key => key.Item2 == method))];
        Cells = [.. runs.Keys.Select(key => key.Item1).Distinct()
            .OrderBy(cell => cell.Dimension).ThenBy(cell => cell.Budget).ThenBy(cell => cell.Region).ThenBy(cell => cell.IsRotated)
            .ThenBy(cell => cell.Noise.ToString(), StringComparer.Ordinal).ThenBy(cell => cell.Problem, StringComparer.Ordinal)];
    }

    /// <summary>The methods that have runs.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>The cells that have runs.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>The method that the others are held against.</summary>
    public string Reference => Methods[0];

    /// <summary>Cells that share everything but the problem.</summary>
    public IEnumerable<CellGroup> Groups => Cells
        .GroupBy(cell => (cell.Dimension, cell.Budget, cell.Region, cell.IsRotated, cell.Noise))
        .Select(group => new CellGroup([.. group]));

    /// <summary>The runs of a method on a cell by seed; empty when it has none.</summary>
    public IReadOnlyList<RunRow> Runs(Cell cell, string method) => runs.GetValueOrDefault((cell, method), []);

    /// <summary>The median of the gaps; NaN without runs.</summary>
    public double MedianGap(Cell cell, string method) =>
        Runs(cell, method) is { Count: > 0 } found ? Quantile.Median(found.Select(run => run.Gap)) : double.NaN;

    /// <summary>The methods that have runs on each of the cells.</summary>
    public IReadOnlyList<string> MethodsOnAll(IReadOnlyList<Cell> cells) =>
        [.. Methods.Where(method => cells.All(cell => Runs(cell, method).Count > 0))];

    /// <summary>A figure of two methods' runs on a cell, paired by seed.</summary>
    public (double[] First, double[] Second) Pairs(Cell cell, string first, string second, Func<RunRow, double> figure)
    {
        RunRow? Other(RunRow run) => Runs(cell, second).FirstOrDefault(other => other.Key.Seed == run.Key.Seed);
        RunRow[] paired = [.. Runs(cell, first).Where(run => Other(run) is not null)];
        return ([.. paired.Select(figure)], [.. paired.Select(run => figure(Other(run)!))]);
    }
}
