namespace L2E.Kernels;

/// <summary>What the proposals of one run share: the box, where to look first, the elite and the clock that counts evaluations.</summary>
internal sealed class RunState(SearchBox box, Elite elite, long budget, ulong seed)
{
    public SearchBox Box { get; } = box;

    public Elite Elite { get; } = elite;

    public SearchRegion Region { get; } = new(box);

    public long Budget { get; } = budget;

    public ulong Seed { get; } = seed;

    public long Evaluations { get; set; }

    public long Remaining => Budget - Evaluations;
}

/// <summary>The independent streams of random numbers of a run.</summary>
internal static class RandomStream
{
    public const uint Design = 1, Allocator = 2, Coordinate = 3, Jump = 4, Population = 5, Exploration = 6;
}
