using System.Text;

namespace L2E.Kernels.Plotting;

/// <summary>Writes elements, attributes and text as XML in UTF-8, indented: what charts and pages need of it.</summary>
/// <remarks>
/// In place of the framework's <c>XmlWriter</c>, which comes with all that reads XML, with tables of names and with addresses: half a
/// megabyte of a native program.
/// </remarks>
public sealed class MarkupWriter : IDisposable
{
    private readonly StreamWriter writer;
    private readonly Stack<string> open = new();

    // Whether the last start tag still takes attributes, and whether the next tag may begin on a new line: not beside text.
    private bool isInTag, isBesideText = true;

    /// <summary>Begins to write.</summary>
    /// <param name="destination">Receives the text; left open.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> cannot be written to, or is null.</exception>
    public MarkupWriter(Stream destination) =>
        writer = new StreamWriter(destination, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };

    /// <summary>Writes the line that a document of its own begins with.</summary>
    public void WriteDeclaration()
    {
        writer.Write("""<?xml version="1.0" encoding="utf-8"?>""");
        isBesideText = false;
    }

    /// <summary>Begins an element.</summary>
    /// <param name="name">Its name, written as it is.</param>
    public void WriteStartElement(string name)
    {
        EndTag();
        BeginLine();
        writer.Write('<');
        writer.Write(name);
        open.Push(name);
        isInTag = true;
    }

    /// <summary>Gives the element that was just begun an attribute.</summary>
    /// <param name="name">Its name, written as it is.</param>
    /// <param name="value">Its value; what XML cannot hold becomes a question mark.</param>
    public void WriteAttributeString(string name, string value)
    {
        writer.Write(' ');
        writer.Write(name);
        writer.Write("=\"");
        WriteEscaped(value);
        writer.Write('"');
    }

    /// <summary>Writes text into the element at hand.</summary>
    /// <param name="text">The text; what XML cannot hold becomes a question mark.</param>
    public void WriteString(string text)
    {
        EndTag();
        WriteEscaped(text);
        isBesideText = true;
    }

    /// <summary>Writes something as it is.</summary>
    /// <param name="text">What to write.</param>
    public void WriteRaw(string text)
    {
        EndTag();
        writer.Write(text);
        isBesideText = true;
    }

    /// <summary>Writes an element with a text.</summary>
    /// <param name="name">Its name, written as it is.</param>
    /// <param name="text">The text; what XML cannot hold becomes a question mark.</param>
    public void WriteElementString(string name, string text)
    {
        WriteStartElement(name);
        WriteString(text);
        WriteEndElement();
    }

    /// <summary>Ends the element at hand, in its start tag where nothing was written into it.</summary>
    public void WriteEndElement()
    {
        if (!isInTag)
        {
            WriteFullEndElement();
            return;
        }

        open.Pop();
        writer.Write(" />");
        isInTag = false;
        isBesideText = false;
    }

    /// <summary>Ends the element at hand with a tag of its own.</summary>
    public void WriteFullEndElement()
    {
        bool isEmpty = isInTag;
        EndTag();
        string name = open.Pop();
        if (!isEmpty)
            BeginLine();
        writer.Write("</");
        writer.Write(name);
        writer.Write('>');
        isBesideText = false;
    }

    /// <summary>Ends all elements and writes what is still held back.</summary>
    public void Dispose()
    {
        while (open.Count > 0)
            WriteEndElement();
        writer.Dispose();
    }

    private void EndTag()
    {
        if (!isInTag)
            return;
        writer.Write('>');
        isInTag = false;
        isBesideText = false;
    }

    private void BeginLine()
    {
        if (isBesideText)
            return;
        writer.WriteLine();
        for (int i = 0; i < open.Count; i++)
            writer.Write("  ");
    }

    private void WriteEscaped(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            switch (letter)
            {
                case '&':
                    writer.Write("&amp;");
                    break;
                case '<':
                    writer.Write("&lt;");
                    break;
                case '>':
                    writer.Write("&gt;");
                    break;
                case '"':
                    writer.Write("&quot;");
                    break;
                case < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF':
                    writer.Write('?');
                    break;
                default:
                    writer.Write(letter);
                    break;
            }
        }
    }
}
