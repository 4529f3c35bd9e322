using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>What an expression of array or span type refers to: a part of the row, of the scratch or of the objective's data.</summary>
/// <param name="Memory">Whose elements these are.</param>
/// <param name="Element">Their type.</param>
/// <param name="Offset">Index of the first one there.</param>
/// <param name="Length">How many there are; null for the whole scratch, whose length the objective's own method says.</param>
/// <param name="Source">The data, where it is data.</param>
internal sealed record SpanView(
    SpanMemory Memory, ScalarType Element, IntegerExpression Offset, IntegerExpression? Length, DataSource? Source = null)
{
    public RealExpression GetElement(IntegerExpression index) => Memory switch
    {
        SpanMemory.Row => new InputElement(Element, IntegerMath.Add(Offset, index)),
        SpanMemory.Scratch => new ScratchElement(Element, IntegerMath.Add(Offset, index)),
        _ => new DataElement(Source!, IntegerMath.Add(Offset, index)),
    };
}

/// <summary>What a span lies in.</summary>
internal enum SpanMemory
{
    Row,
    Scratch,
    Data,
}
