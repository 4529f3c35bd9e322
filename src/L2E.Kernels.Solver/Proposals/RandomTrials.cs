namespace L2E.Kernels;

/// <summary>
/// Uniformly random points, for a parameter space where the other proposals keep coming back to values that were tried: a small space is
/// tried to its end that way.
/// </summary>
internal sealed class RandomTrials : IProposal
{
    private const int PointCount = 16;

    private readonly RunState run;
    private PhiloxSequence random;
    private bool isAsked;

    public RandomTrials(RunState run)
    {
        this.run = run;
        Reset();
    }

    public string Name => ProposalNames.RandomTrials;

    public void Begin() => isAsked = false;

    public int Ask(CandidateTile tile)
    {
        if (isAsked)
            return 0;
        isAsked = true;
        int rows = Math.Min(tile.Height, PointCount);
        for (int row = 0; row < rows; row++)
        {
            Span<double> point = tile.GetRow(row);
            for (int i = 0; i < point.Length; i++)
                point[i] = random.NextUniform(run.Box.Lower[i], run.Box.Upper[i]);
        }

        return rows;
    }

    public void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan<double> gradients)
    {
    }

    public void End()
    {
    }

    public void Reset() => random = new PhiloxSequence(run.Seed, RandomStream.Trials);

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.Next(ref random);
        isAsked = state.Next(isAsked);
    }
}
