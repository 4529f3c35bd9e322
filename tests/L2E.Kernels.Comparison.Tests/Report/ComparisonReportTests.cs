using System.Text;
using System.Xml.Linq;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Report;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Suites;

namespace L2E.Kernels.Comparison.Tests.Report;

public sealed class ComparisonReportTests
{
    private static readonly Lazy<(RunRow[] Rows, string Html)> report = new(() =>
    {
        Cell sphere = new("sphere", 4, false, OptimumRegion.Centred, Noise.None, 400);
        Cell cigar = new("bbob-f12", 4, false, OptimumRegion.Centred, Noise.None, 400);
        IMethod[] methods = [.. MethodCatalogue.Methods.Where(method => method.Name is "l2e" or "de" or "random")];
        List<RunRow> rows = [];
        ComparisonRunner.Run(methods, ComparisonRunner.Plan(methods, [sphere, cigar], 5, 1), 1, rows.Add, CancellationToken.None);
        return ([.. rows], Write(rows));
    });

    [Fact]
    public void The_page_is_well_formed_and_loads_nothing()
    {
        Assert.StartsWith("<!doctype html>\n<html", report.Value.Html);
        XElement page = XElement.Parse(report.Value.Html["<!doctype html>\n".Length..]);
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "onclick");
        Assert.All(page.Descendants("a").Attributes("href"), link => Assert.NotNull(
            page.Descendants().SingleOrDefault(element => (string?)element.Attribute("id") == link.Value[1..])));
        Assert.Contains("prefers-color-scheme: dark", report.Value.Html);
    }

    [Fact]
    public void The_page_does_not_depend_on_the_order_in_which_runs_ended() =>
        Assert.Equal(report.Value.Html, Write([.. report.Value.Rows.Reverse()]));

    [Fact]
    public void Medians_of_the_tables_are_those_of_the_runs()
    {
        XElement page = XElement.Parse(report.Value.Html["<!doctype html>\n".Length..]);
        XElement table = page.Descendants("table").First(element => element.Descendants("td").First().Value == "bbob-f12");
        double[] gaps = [.. report.Value.Rows
            .Where(row => row.Key.Method == "random" && row.Key.Cell.Problem == "bbob-f12").Select(row => row.Gap).Order()];
        int column = table.Descendants("th").Select(heading => heading.Value).ToList().IndexOf("random");
        string cell = table.Descendants("tr").Skip(1).First().Elements("td").ElementAt(column).Nodes().First().ToString();
        Assert.Equal(gaps[2], double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture), 0.06 * gaps[2]);
    }

    private static string Write(IReadOnlyList<RunRow> rows)
    {
        using MemoryStream stream = new();
        ComparisonReport.Write(stream, rows, MethodCatalogue.Methods, "l2e compare");
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
