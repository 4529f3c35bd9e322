namespace L2E.Kernels;

/// <summary>What the proposals are called in a trace.</summary>
internal static class ProposalNames
{
    public const string Design = "design", Coordinate = "coordinate", Jump = "jump", Curvature = "curvature",
        Gradient = "gradient", AxisCoordinate = "axis coordinate", AxisJump = "axis jump", Descent = "descent", Population = "population",
        Reevaluation = "re-evaluation", RandomTrials = "random trials";

    /// <summary>All of them; a snapshot has places in this list for names.</summary>
    public static ReadOnlySpan<string> All => new[]
    {
        Design, Coordinate, Jump, Curvature, AxisCoordinate, AxisJump, Descent, Gradient, Population, Reevaluation, RandomTrials,
    };
}
