using System.Globalization;
using System.Xml.Linq;
using L2E.Kernels.Plotting;

namespace L2E.Kernels.Cli.Tests;

public class SvgChartTests
{
    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_run_is_drawn_with_its_title_axes_and_one_line()
    {
        using TemporaryDirectory directory = new();
        CliResult result = Cli.Run("solve", "rastrigin", "--dim", "20", "--budget", "4000", "--plot", directory["curve.svg"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["curve.svg"], directory.Files);
        XElement root = XDocument.Load(directory["curve.svg"]).Root!;
        Assert.Equal(svg + "svg", root.Name);
        Assert.Contains("rastrigin, 20 dimensions, seed 1, black-box", Texts(root));
        Assert.Contains("evaluations of the objective", Texts(root));
        Assert.Contains("best value above the known minimum", Texts(root));
        Assert.Single(root.Elements(svg + "path"));
        Assert.Contains("prefers-color-scheme: dark", root.Element(svg + "style")!.Value);
    }

    [Fact]
    public void Values_of_a_run_that_may_be_negative_are_drawn_on_a_linear_axis()
    {
        using TemporaryDirectory directory = new();
        Cli.Run(
            "solve", "--command", "n=0; while read -r x; do n=$((n - 1)); echo $n; done", "--dim", "3", "--lower", "0", "--upper", "1",
            "--budget", "1000", "--plot", directory["curve.svg"]);
        Assert.Contains("-600", Texts(XDocument.Load(directory["curve.svg"]).Root!));
    }

    [Fact]
    public void Scattered_points_are_dots_that_no_line_joins()
    {
        SvgChart chart = new(
            "", new ChartAxis("x"), new ChartAxis("y"),
            [
                new ChartSeries("line", [new(0, 1), new(2, 3)]),
                new ChartSeries("dots", [new(0, 1), new(1, 5), new(2, 3)]) { IsScattered = true },
            ]);
        using MemoryStream file = new();
        chart.Write(file);
        file.Position = 0;
        string[] paths = [.. XDocument.Load(file).Root!.Elements(svg + "path").Select(path => path.Attribute("d")!.Value)];
        Assert.Equal((1, 1), (paths[0].Count(c => c == 'M'), paths[0].Count(c => c == 'L')));
        Assert.Equal((3, 0, 3), (paths[1].Count(c => c == 'M'), paths[1].Count(c => c == 'L'), paths[1].Split("h0").Length - 1));
    }

    [Fact]
    public void Ticks_of_a_logarithmic_axis_are_powers_of_ten_at_equal_distances()
    {
        XElement root = Draw(AxisScale.Logarithmic, [new(0, 1e-6), new(1, 1e3)]);
        (string Label, double Y)[] ticks = [.. YTicks(root)];

        Assert.True(ticks.Length >= 4);
        Assert.All(ticks, tick => Assert.Equal(Math.Round(Math.Log10(Value(tick.Label))), Math.Log10(Value(tick.Label)), 9));
        double[] perDecade = [.. ticks.Zip(ticks.Skip(1), (a, b) => (a.Y - b.Y) / Math.Log10(Value(b.Label) / Value(a.Label)))];
        Assert.All(perDecade, length => Assert.Equal(perDecade[0], length, 0.1));
    }

    [Theory]
    [InlineData(1000, 2000)]
    [InlineData(300, 9000)]
    [InlineData(0.00123, 0.00124)]
    [InlineData(1e-300, 1e300)]
    [InlineData(5, 5)]
    [InlineData(double.Epsilon, double.MaxValue)]
    public void Every_range_of_a_logarithmic_axis_has_ticks_and_holds_its_line(double smallest, double largest) =>
        AssertReadable(Draw(AxisScale.Logarithmic, [new(0, smallest), new(1, largest)]));

    [Theory]
    [InlineData(-3, 12)]
    [InlineData(0, 0)]
    [InlineData(1e9, 1e9)]
    [InlineData(-1e-12, 1e-12)]
    [InlineData(123456.5, 123456.75)]
    [InlineData(-1e300, 1e300)]
    [InlineData(double.MinValue, double.MaxValue)]
    public void Every_range_of_a_linear_axis_has_ticks_and_holds_its_line(double smallest, double largest) =>
        AssertReadable(Draw(AxisScale.Linear, [new(0, smallest), new(1, largest)]));

    [Fact]
    public void Values_of_zero_or_below_are_drawn_at_the_floor_and_the_chart_says_so()
    {
        XElement root = Draw(AxisScale.Logarithmic, [new(0, 100), new(1, 1e-8), new(2, 0), new(3, -1)]);

        Assert.Contains("Logarithmic vertical axis: values of 0 or below are drawn on its bottom line.", Texts(root));
        (double X, double Y)[] line = [.. Line(root)];
        Assert.Equal(4, line.Length);
        double floor = YTicks(root).Single(tick => tick.Label == "0").Y;
        Assert.Equal(floor, line[2].Y, 0.1);
        Assert.Equal(floor, line[3].Y, 0.1);
        Assert.True(line[1].Y < floor - 10);
        AssertReadable(root);
    }

    [Fact]
    public void A_chart_whose_values_are_all_zero_or_no_numbers_is_drawn_all_the_same()
    {
        AssertReadable(Draw(AxisScale.Logarithmic, [new(0, 0), new(1, 0)]));
        XElement empty = Draw(AxisScale.Logarithmic, [new(0, double.NaN), new(1, double.PositiveInfinity)]);
        Assert.Empty(empty.Elements(svg + "path"));
    }

    [Fact]
    public void Points_that_are_not_finite_are_left_out()
    {
        XElement root = Draw(AxisScale.Linear, [new(0, 1), new(1, double.NaN), new(2, 3), new(double.NegativeInfinity, 1)]);
        Assert.Equal(2, Line(root).Count());
    }

    [Fact]
    public void A_long_run_is_thinned_to_what_can_be_seen_and_keeps_its_end()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, 100_000).Select(i => new ChartPoint(i, 1.0 / (1 + i)))];
        XElement root = Draw(AxisScale.Linear, points);
        (double X, double Y)[] line = [.. Line(root)], whole = [.. Line(Draw(AxisScale.Linear, [points[0], points[^1]]))];
        Assert.InRange(line.Length, 100, 3000);
        Assert.Equal(whole[^1], line[^1]);
    }

    [Fact]
    public void Many_series_with_long_names_have_a_legend_without_overlaps_in_different_styles()
    {
        ChartSeries[] series =
        [
            .. Enumerable.Range(0, 12).Select(i => new ChartSeries(
                i == 3 ? new string('W', 300) : $"method number {i} <&\"'\u0001>", [new(0, 1 + i), new(1, 2 * i + 1)])),
        ];
        XElement root = Draw(new SvgChart(new string('T', 400), new ChartAxis("x"), new ChartAxis("y", AxisScale.Logarithmic), series));

        Assert.Equal(12, root.Elements(svg + "path").Select(path => path.Attribute("class")!.Value).Distinct().Count());
        Assert.Contains("method number 0 <&\"'?>", Texts(root));
        AssertReadable(root);
    }

    private static XElement Draw(AxisScale scale, ChartPoint[] points) =>
        Draw(new SvgChart("title", new ChartAxis("x"), new ChartAxis("y", scale), [new ChartSeries("series", points)]));

    private static XElement Draw(SvgChart chart)
    {
        using MemoryStream stream = new();
        chart.Write(stream);
        stream.Position = 0;
        return XDocument.Load(stream).Root!;
    }

    private static IEnumerable<string> Texts(XElement root) => root.Elements(svg + "text").Select(text => text.Value);

    private static IEnumerable<(string Label, double Y)> YTicks(XElement root) => root.Elements(svg + "text")
        .Where(text => text.Attribute("text-anchor")!.Value == "end")
        .Select(text => (text.Value, Number(text, "y") - 4));

    private static IEnumerable<(double X, double Y)> Line(XElement root) => Points(root.Elements(svg + "path").Single());

    private static IEnumerable<(double X, double Y)> Points(XElement path) =>
        path.Attribute("d")!.Value.Replace("h0", "").Split('M', 'L').Skip(1)
            .Select(point => point.Split(' ')).Select(pair => (Parse(pair[0]), Parse(pair[1])));

    // At least two ticks on each axis; every text inside the picture and clear of every other; every line inside the picture.
    private static void AssertReadable(XElement root)
    {
        double width = Number(root, "width"), height = Number(root, "height");
        Assert.True(YTicks(root).Count() >= 2);
        List<(string Text, double Left, double Top, double Right, double Bottom)> boxes = [];
        foreach (XElement text in root.Elements(svg + "text"))
        {
            double size = text.Attribute("class")?.Value == "heading" ? 15 : 12;
            // DejaVu Sans, the widest of the fonts that browsers fall back on, has digits 0.636 wide.
            double length = text.Value.Length * 0.636 * size, x = Number(text, "x"), y = Number(text, "y");
            double left = text.Attribute("text-anchor")!.Value switch { "end" => x - length, "middle" => x - length / 2, _ => x };
            boxes.Add((text.Value, left, y - 0.8 * size, left + length, y + 0.2 * size));
        }

        Assert.All(
            boxes, box => Assert.True(box is { Left: >= 0, Top: >= 0 } && box.Right <= width && box.Bottom <= height, $"outside: {box}"));
        for (int i = 0; i < boxes.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (var a, var b) = (boxes[i], boxes[j]);
                bool isApart = a.Right <= b.Left || b.Right <= a.Left || a.Bottom <= b.Top || b.Bottom <= a.Top;
                Assert.True(isApart, $"overlap: {a} and {b}");
            }
        }

        foreach (XElement path in root.Elements(svg + "path"))
        {
            Assert.All(Points(path), point =>
            {
                Assert.InRange(point.X, 0, width);
                Assert.InRange(point.Y, 0, height);
            });
        }
    }

    private static double Number(XElement element, string attribute) => Parse(element.Attribute(attribute)!.Value);

    private static double Value(string label) => double.Parse(label, CultureInfo.InvariantCulture);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
