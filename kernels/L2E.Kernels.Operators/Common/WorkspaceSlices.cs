namespace L2E.Kernels.Operators;

/// <summary>Deals a caller's workspace into named pieces, in order.</summary>
internal ref struct WorkspaceSlices(Span<float> workspace)
{
    private Span<float> rest = workspace;

    public Span<float> Take(int length)
    {
        Span<float> slice = rest[..length];
        rest = rest[length..];
        return slice;
    }

    /// <summary>What has not been dealt.</summary>
    public readonly Span<float> Rest => rest;
}
