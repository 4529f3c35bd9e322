using L2E.Kernels.Plotting;

namespace L2E.Kernels.Comparison.Report;

/// <summary>Writes the elements of a self-contained page.</summary>
internal sealed class HtmlPage : IDisposable
{
    private const string Style = """

        :root { color-scheme: light dark; --page: #ffffff; --text: #1f2328; --quiet: #59636e; --rule: #d1d9e0; --best: #0b6b3a;
          --band: #f4f6f8; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #0d1117; --text: #e6edf3; --quiet: #9da7b3; --rule: #2a313a; --best: #4cc38a; --band: #151b23; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 92rem; background: var(--page); color: var(--text);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
        h1 { font-size: 1.6rem; margin: 0.5rem 0; }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 0.5rem; border-top: 1px solid var(--rule); padding-top: 1rem; }
        h3 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
        p { max-width: 60rem; margin: 0.5rem 0; overflow-wrap: anywhere; } .quiet { color: var(--quiet); }
        nav ul { padding-left: 1.2rem; }
        a { color: inherit; }
        .scroll { overflow-x: auto; max-width: 100%; }
        table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.25rem 0.6rem; text-align: right; white-space: nowrap; vertical-align: top;
          border-bottom: 1px solid var(--rule); }
        th { color: var(--quiet); font-weight: 600; }
        th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--page); }
        tbody tr:hover td { background: var(--band); }
        td.best { color: var(--best); font-weight: 700; }
        td small { display: block; color: var(--quiet); font-weight: 400; }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 32rem), 1fr)); gap: 0.75rem; }
        .chart { overflow-x: auto; }
        .l2e-chart { width: 100%; min-width: 30rem; height: auto; display: block; }
        .wide { max-width: 60rem; }
        @media (max-width: 30rem) { body { padding: 0.6rem; font-size: 14px; } th, td { padding: 0.2rem 0.4rem; } }

        """;

    private readonly MarkupWriter xml;

    /// <summary>Begins a page.</summary>
    public HtmlPage(Stream destination, string title)
    {
        destination.Write("<!doctype html>\n"u8);
        xml = new MarkupWriter(destination);
        xml.WriteStartElement("html");
        xml.WriteAttributeString("lang", "en");
        xml.WriteStartElement("head");
        xml.WriteStartElement("meta");
        xml.WriteAttributeString("charset", "utf-8");
        xml.WriteEndElement();
        xml.WriteStartElement("meta");
        xml.WriteAttributeString("name", "viewport");
        xml.WriteAttributeString("content", "width=device-width, initial-scale=1");
        xml.WriteEndElement();
        xml.WriteElementString("title", title);
        xml.WriteStartElement("style");
        // Not escaped: a page's style sheet is no XML.
        xml.WriteRaw(Style);
        xml.WriteRaw(SvgChart.Style);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("body");
        Text("h1", title);
    }

    /// <summary>A text in an element.</summary>
    public void Text(string element, string text, string style = "", string id = "")
    {
        Open(element, style);
        if (id.Length > 0)
            xml.WriteAttributeString("id", id);
        xml.WriteString(text);
        xml.WriteFullEndElement();
    }

    /// <summary>A list of places in the page, by their identifiers.</summary>
    public void Contents(string[] identifiers, string[] titles)
    {
        xml.WriteStartElement("nav");
        xml.WriteStartElement("ul");
        for (int i = 0; i < identifiers.Length; i++)
        {
            xml.WriteStartElement("li");
            xml.WriteStartElement("a");
            xml.WriteAttributeString("href", $"#{identifiers[i]}");
            xml.WriteString(titles[i]);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>A table that scrolls by itself where it is wider than the page.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<HtmlCell>> rows)
    {
        Open("div", "scroll");
        xml.WriteStartElement("table");
        xml.WriteStartElement("thead");
        xml.WriteStartElement("tr");
        foreach (string heading in headings)
            Text("th", heading);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("tbody");
        foreach (IReadOnlyList<HtmlCell> row in rows)
        {
            xml.WriteStartElement("tr");
            foreach (HtmlCell cell in row)
            {
                Open("td", cell.IsBest ? "best" : "");
                xml.WriteString(cell.Text);
                if (cell.Note.Length > 0)
                    xml.WriteElementString("small", cell.Note);
                xml.WriteFullEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Charts beside each other, as many as fit.</summary>
    public void Charts(IEnumerable<SvgChart> charts)
    {
        Open("div", "charts");
        foreach (SvgChart chart in charts)
            Chart(chart, "chart");
        xml.WriteFullEndElement();
    }

    /// <summary>One chart, which scrolls by itself where its text would become too small.</summary>
    public void Chart(SvgChart chart, string style = "chart wide")
    {
        Open("div", style);
        chart.WriteTo(xml);
        xml.WriteEndElement();
    }

    /// <summary>Ends the page.</summary>
    public void Dispose() => xml.Dispose();

    private void Open(string element, string style)
    {
        xml.WriteStartElement(element);
        if (style.Length > 0)
            xml.WriteAttributeString("class", style);
    }
}

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Note">What is said below, smaller.</param>
/// <param name="IsBest">Whether it is the best of its row.</param>
internal readonly record struct HtmlCell(string Text, string Note = "", bool IsBest = false)
{
    public static implicit operator HtmlCell(string text) => new(text);
}
