using System.Globalization;
using System.Text;

namespace L2E.Kernels.Plotting;

/// <summary>
/// A line chart written as one self-contained SVG document, legible on light and dark pages: its colours follow the
/// reader's <c>prefers-color-scheme</c>.
/// </summary>
/// <param name="Title">One line above the chart; shortened where it does not fit.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The lines, in the order of the legend; a single one has no legend.</param>
public sealed record SvgChart(string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series)
{
    private const double Width = 720, PlotHeight = 300, Margin = 16, FontSize = 12, TitleSize = 15, LineHeight = 20;
    private const double SwatchWidth = 22, LegendGap = 18;

    // Glyphs of the widest of the usual sans-serif fonts are this wide on average; estimating high keeps labels apart.
    private const double GlyphWidth = 0.64;

    // Okabe and Ito's palette, told apart by colour-blind readers; darker on white, lighter on black. After six series
    // the colours repeat, dashed, and as smaller dots.
    private const int Colours = 6;

    /// <summary>The style sheet of every chart: a page that holds several written by <see cref="WriteTo"/> holds it once.</summary>
    public const string Style = """

        .l2e-chart { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
        .l2e-chart .background { fill: #ffffff; }
        .l2e-chart text { fill: #1f2328; }
        .l2e-chart .heading { font-size: 15px; font-weight: 600; }
        .l2e-chart .quiet { fill: #59636e; }
        .l2e-chart .grid { stroke: #d1d9e0; stroke-width: 1; }
        .l2e-chart .axis { stroke: #59636e; stroke-width: 1; }
        .l2e-chart .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .l2e-chart .dashed { stroke-dasharray: 6 5; }
        .l2e-chart .band { stroke: none; fill: currentColor; fill-opacity: 0.13; }
        .l2e-chart .dots { fill: none; stroke: currentColor; stroke-width: 7; stroke-linecap: round; }
        .l2e-chart .small { stroke-width: 4; }
        .l2e-chart .c0 { color: #0072b2; } .l2e-chart .c1 { color: #d55e00; } .l2e-chart .c2 { color: #00785a; }
        .l2e-chart .c3 { color: #b5528b; } .l2e-chart .c4 { color: #8a6d00; } .l2e-chart .c5 { color: #4d4d4d; }
        @media (prefers-color-scheme: dark) {
          .l2e-chart .background { fill: #0d1117; }
          .l2e-chart text { fill: #e6edf3; }
          .l2e-chart .quiet { fill: #9da7b3; }
          .l2e-chart .grid { stroke: #2a313a; }
          .l2e-chart .axis { stroke: #9da7b3; }
          .l2e-chart .c0 { color: #56b4e9; } .l2e-chart .c1 { color: #ff9b45; } .l2e-chart .c2 { color: #2fc79a; }
          .l2e-chart .c3 { color: #e29bc6; } .l2e-chart .c4 { color: #f0e442; } .l2e-chart .c5 { color: #c0c0c0; }
        }

        """;

    /// <summary>Writes the chart as an SVG document in UTF-8.</summary>
    /// <param name="destination">Receives the document; left open.</param>
    public void Write(Stream destination)
    {
        using MarkupWriter xml = new(destination);
        xml.WriteDeclaration();
        Write(xml, Style);
    }

    /// <summary>Writes the chart as an element of a page that holds <see cref="Style"/>.</summary>
    /// <param name="xml">Receives the element.</param>
    public void WriteTo(MarkupWriter xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        Write(xml, "");
    }

    private void Write(MarkupWriter xml, string style)
    {
        AxisRange xRange = AxisRange.Of(X.Scale, Series.SelectMany(series => series.Points, (_, point) => point.X));
        AxisRange yRange = AxisRange.Of(Y.Scale, Series.SelectMany(
            series => series.Points.Select(point => point.Y).Concat(series.Band.SelectMany(
            interval => (double[])[interval.Lower, interval.Upper]))));
        List<LegendEntry> legend = PlaceLegend(out int legendRows);

        double left = Margin + yRange.Ticks.Max(tick => TextWidth(tick.Label)) + 8;
        double right = Width - Margin - xRange.Ticks.Max(tick => TextWidth(tick.Label)) / 2;
        double yLabelLine = Margin + TitleSize + LineHeight * (1 + legendRows);
        double top = yLabelLine + 12, bottom = top + PlotHeight;
        string note = FloorNote(xRange, yRange);
        double height = bottom + 2 * LineHeight + (note.Length > 0 ? LineHeight : 0) + Margin;

        xml.WriteStartElement("svg");
        xml.WriteAttributeString("xmlns", "http://www.w3.org/2000/svg");
        xml.WriteAttributeString("class", "l2e-chart");
        xml.WriteAttributeString("role", "img");
        xml.WriteAttributeString("viewBox", $"0 0 {Number(Width)} {Number(height)}");
        xml.WriteAttributeString("width", Number(Width));
        xml.WriteAttributeString("height", Number(height));
        xml.WriteElementString("title", Printable(Title));
        if (style.Length > 0)
            xml.WriteElementString("style", style);
        WriteElement(xml, "rect", "background", ("width", Width), ("height", height));
        WriteText(xml, Shorten(Title, Width - 2 * Margin, TitleSize), "heading", Margin, Margin + TitleSize, "start");
        foreach (LegendEntry entry in legend)
        {
            double y = Margin + TitleSize + LineHeight * (entry.Row + 1);
            (double start, double end) = Series[entry.Series].IsScattered ? (9, 9) : (0, SwatchWidth - 4);
            WriteElement(
                xml, "line", StyleOf(entry.Series), ("x1", entry.X + start), ("x2", entry.X + end), ("y1", y - 4), ("y2", y - 4));
            WriteText(xml, entry.Text, "", entry.X + SwatchWidth, y, "start");
        }

        WriteText(xml, Shorten(Y.Label, Width - 2 * Margin, FontSize), "quiet", Margin, yLabelLine, "start");
        foreach (AxisTick tick in yRange.Ticks)
        {
            double y = bottom - tick.Position * PlotHeight;
            WriteElement(xml, "line", "grid", ("x1", left), ("x2", right), ("y1", y), ("y2", y));
            WriteText(xml, tick.Label, "quiet", left - 8, y + 4, "end");
        }

        foreach (AxisTick tick in xRange.Ticks)
        {
            double x = left + tick.Position * (right - left);
            WriteElement(xml, "line", "axis", ("x1", x), ("x2", x), ("y1", bottom), ("y2", bottom + 5));
            WriteText(xml, tick.Label, "quiet", x, bottom + LineHeight, "middle");
        }

        WriteElement(xml, "line", "axis", ("x1", left), ("x2", right), ("y1", bottom), ("y2", bottom));
        WriteText(
            xml, Shorten(X.Label, right - left, FontSize), "quiet", (left + right) / 2, bottom + 2 * LineHeight, "middle");
        if (note.Length > 0)
            WriteText(xml, note, "quiet", Margin, bottom + 3 * LineHeight, "start");
        for (int i = 0; i < Series.Count; i++)
            WritePath(xml, $"band c{i % Colours}", OutlineOf(Series[i].Band, Place));
        for (int i = 0; i < Series.Count; i++)
            WritePath(xml, StyleOf(i), PathOf(Series[i], Place));
        xml.WriteEndElement();

        (double X, double Y) Place(ChartPoint point) =>
            (left + xRange.Place(point.X) * (right - left), bottom - yRange.Place(point.Y) * PlotHeight);
    }

    private static void WritePath(MarkupWriter xml, string style, string path)
    {
        if (path.Length == 0)
            return;
        xml.WriteStartElement("path");
        xml.WriteAttributeString("class", style);
        xml.WriteAttributeString("d", path);
        xml.WriteEndElement();
    }

    // Along the upper ends and back along the lower ones.
    private static string OutlineOf(IReadOnlyList<ChartInterval> band, Func<ChartPoint, (double X, double Y)> place)
    {
        ChartInterval[] drawn = [.. band.Where(interval =>
            double.IsFinite(interval.X) && double.IsFinite(interval.Lower) && double.IsFinite(interval.Upper))];
        StringBuilder path = new();
        foreach (ChartPoint corner in drawn.Select(interval => new ChartPoint(interval.X, interval.Upper))
            .Concat(Enumerable.Reverse(drawn).Select(interval => new ChartPoint(interval.X, interval.Lower))))
        {
            (double x, double y) = place(corner);
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Number(x)).Append(' ').Append(Number(y));
        }

        return path.Append(path.Length > 0 ? "z" : "").ToString();
    }

    private readonly record struct LegendEntry(int Series, string Text, double X, int Row);

    // The entries flow into as many rows as they need.
    private List<LegendEntry> PlaceLegend(out int rows)
    {
        List<LegendEntry> legend = [];
        rows = 0;
        if (Series.Count < 2)
            return legend;
        double x = Margin;
        for (int i = 0; i < Series.Count; i++)
        {
            string text = Shorten(Series[i].Name, Width - 2 * Margin - SwatchWidth, FontSize);
            double width = SwatchWidth + TextWidth(text);
            if (x > Margin && x + width > Width - Margin)
            {
                x = Margin;
                rows++;
            }

            legend.Add(new LegendEntry(i, text, x, rows));
            x += width + LegendGap;
        }

        rows++;
        return legend;
    }

    private static string FloorNote(AxisRange x, AxisRange y) => (x.HasFloor, y.HasFloor) switch
    {
        (true, true) => "Logarithmic axes: values of 0 or below are drawn at the left and bottom ends.",
        (true, false) => "Logarithmic horizontal axis: values of 0 or below are drawn at its left end.",
        (false, true) => "Logarithmic vertical axis: values of 0 or below are drawn on its bottom line.",
        _ => "",
    };

    private static string PathOf(ChartSeries series, Func<ChartPoint, (double X, double Y)> place)
    {
        StringBuilder path = new();
        (double X, double Y) last = default;
        for (int i = 0; i < series.Points.Count; i++)
        {
            if (!double.IsFinite(series.Points[i].X) || !double.IsFinite(series.Points[i].Y))
                continue;
            (double x, double y) = place(series.Points[i]);
            // A long run has more points than the picture has pixels: those that would move the pen by less are left out.
            if (path.Length > 0 && i < series.Points.Count - 1 && Math.Abs(x - last.X) < 0.5 && Math.Abs(y - last.Y) < 0.5)
                continue;
            path.Append(path.Length == 0 || series.IsScattered ? 'M' : 'L').Append(Number(x)).Append(' ').Append(Number(y));
            last = (x, y);
            // A dot is the cap of a line of no length.
            if (series.IsScattered)
                path.Append("h0");
        }

        // A lone point of a line shows in the same way.
        return path.Append(path.Length > 0 && !series.IsScattered ? "h0" : "").ToString();
    }

    private string StyleOf(int series)
    {
        bool repeats = series / Colours % 2 == 1;
        string shape = Series[series].IsScattered ? $"dots{(repeats ? " small" : "")}" : $"line{(repeats ? " dashed" : "")}";
        return $"{shape} c{series % Colours}";
    }

    private static void WriteElement(
        MarkupWriter xml, string name, string style, params ReadOnlySpan<(string Name, double Value)> attributes)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("class", style);
        foreach ((string attribute, double value) in attributes)
            xml.WriteAttributeString(attribute, Number(value));
        xml.WriteEndElement();
    }

    private static void WriteText(MarkupWriter xml, string text, string style, double x, double y, string anchor)
    {
        xml.WriteStartElement("text");
        if (style.Length > 0)
            xml.WriteAttributeString("class", style);
        xml.WriteAttributeString("x", Number(x));
        xml.WriteAttributeString("y", Number(y));
        xml.WriteAttributeString("text-anchor", anchor);
        xml.WriteString(Printable(text));
        xml.WriteEndElement();
    }

    private static double TextWidth(string text) => text.Length * GlyphWidth * FontSize;

    private static string Shorten(string text, double width, double fontSize)
    {
        int fit = (int)(width / (GlyphWidth * fontSize));
        return text.Length <= fit ? text : $"{text[..(fit - 3)]}...";
    }

    // Names may hold anything; a line of text shows no line breaks, and estimates its width by characters.
    private static string Printable(string text) =>
        string.Create(text.Length, text, static (copy, source) =>
        {
            for (int i = 0; i < copy.Length; i++)
                copy[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
        });

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
