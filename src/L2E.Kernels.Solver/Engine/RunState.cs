namespace L2E.Kernels;

/// <summary>
/// What the proposals of one run share: the box, where to look first, the elite, the clock that counts evaluations and whether their
/// values are noisy.
/// </summary>
internal sealed class RunState(SearchBox box, Elite elite, long budget, ulong seed, double share)
{
    // Differences of noisy values say little; ranks of many do.
    private const double NoisyShare = 0.8;

    public SearchBox Box { get; } = box;

    public Elite Elite { get; } = elite;

    public SearchRegion Region { get; } = new(box);

    /// <summary>The evaluations of the run; with constraints, of the round at hand.</summary>
    public long Budget { get; set; } = budget;

    public ulong Seed { get; } = seed;

    public long Evaluations { get; set; }

    public long Remaining => Budget - Evaluations;

    /// <summary>Whether the same point has been given different values.</summary>
    public bool IsNoisy { get; set; }

    /// <summary>The share of the budget that the population may spend at most.</summary>
    public double PopulationShare => IsNoisy && share > 0 ? Math.Max(share, NoisyShare) : share;
}

/// <summary>The independent streams of random numbers of a run.</summary>
internal static class RandomStream
{
    public const uint Design = 1, Allocator = 2, Coordinate = 3, Jump = 4, Population = 5, Exploration = 6, Trials = 7;
}
