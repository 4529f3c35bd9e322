using System.Text;
using System.Xml.Linq;
using L2E.Kernels.Comparison.Control;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Report;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Comparison.Suites;

namespace L2E.Kernels.Comparison.Tests.Report;

public sealed class ControlReportTests
{
    [Fact]
    public void The_page_has_regrets_with_their_signs_unseen_starts_and_times_of_ticks()
    {
        Cell pole = new("cartpole", 49, false, OptimumRegion.Centred, Noise.None, 1000);
        Cell plan = new(RecedingHorizon.Name, 20, false, OptimumRegion.Centred, Noise.None, 100);
        List<RunRow> rows = [];
        for (int seed = 1; seed <= 12; seed++)
        {
            rows.Add(Row("l2e", pole, seed) with { Regret = 100 + seed, Unseen = seed % 2 });
            rows.Add(Row("de", pole, seed) with { Regret = 200 + seed, Unseen = 7 });
            rows.Add(Row("l2e", plan, seed) with { Regret = 50, TickSeconds = [0.001, 0.002, 0.003 * seed] });
            rows.Add(Row("de", plan, seed) with { Regret = 40, TickSeconds = [0.004, 0.005, 0.006] });
        }

        using MemoryStream stream = new();
        ComparisonReport.Write(stream, rows, MethodCatalogue.Methods, "l2e compare");
        XElement page = XElement.Parse(Encoding.UTF8.GetString(stream.ToArray())["<!doctype html>\n".Length..]);

        string[][] regrets = [.. Tables(page, "Cumulative regret: median, and quartiles")];
        Assert.Equal(["mpc:cartpole", "5050 .. 50", "4040 .. 40 +"], regrets[0]);
        Assert.Equal(["cartpole", "106104 .. 109", "206204 .. 209 -"], regrets[1]);
        Assert.Equal([["cartpole", "0.5(50 %)", "7(0 %)"]], Tables(page, "On unseen starts: median"));
        Assert.Equal([["mpc:cartpole", "12, 36", "45, 6"]], Tables(page, "Time of a tick, milliseconds"));
    }

    private static IEnumerable<string[]> Tables(XElement page, string heading) =>
        page.Descendants("h3").Where(element => element.Value == heading)
            .Select(element => element.ElementsAfterSelf().First(next => next.Descendants("table").Any() || next.Name == "table"))
            .Select(table => table.DescendantsAndSelf("tr").Skip(1).First().Elements("td").Select(cell => cell.Value).ToArray());

    private static RunRow Row(string method, Cell cell, int seed) => new(
        new RunKey(method, cell, seed), 1, cell.Budget, 0.1, 0, new long[Targets.Count],
        [.. Enumerable.Repeat(1.0, RunRecord.CurveLength)]);
}
