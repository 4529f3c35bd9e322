namespace L2E.Kernels.Operators;

/// <summary>Deals a span, such as a caller's workspace, into named pieces, in order.</summary>
internal ref struct SpanSlices(Span<float> whole)
{
    private Span<float> rest = whole;

    public Span<float> Take(int length)
    {
        Span<float> slice = rest[..length];
        rest = rest[length..];
        return slice;
    }

    /// <summary>What has not been dealt.</summary>
    public readonly Span<float> Rest => rest;
}
