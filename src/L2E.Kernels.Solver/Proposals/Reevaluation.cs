namespace L2E.Kernels;

/// <summary>
/// Asks again for the value of a point that would become the elite of a noisy objective: the best of many noisy values is a lucky one.
/// </summary>
internal sealed class Reevaluation : IProposal
{
    private const int Repetitions = 4;

    private readonly RunState run;
    private readonly double[] point;
    private int count, asked, told;
    private double sum;

    public Reevaluation(RunState run)
    {
        this.run = run;
        point = new double[run.Box.Dimension];
    }

    public string Name => ProposalNames.Reevaluation;

    /// <summary>Mean of the values told; +infinity if one of them was not finite.</summary>
    public double Mean => sum / told;

    /// <summary>Takes the point to ask for.</summary>
    public void Challenge(ReadOnlySpan<double> challenger)
    {
        challenger.CopyTo(point);
        count = (int)Math.Min(Repetitions, run.Remaining);
    }

    public void Begin()
    {
        asked = told = 0;
        sum = 0;
    }

    public int Ask(CandidateTile tile)
    {
        int rows = Math.Min(tile.Height, count - asked);
        for (int row = 0; row < rows; row++)
            point.CopyTo(tile.GetRow(row));
        asked += rows;
        return rows;
    }

    public void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan<double> gradients)
    {
        foreach (double value in fitness)
            sum += value;
        told += fitness.Length;
    }

    public void End()
    {
    }

    public void Reset()
    {
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.Next(point.AsSpan());
        count = state.NextIndex(count, 0, Repetitions);
        asked = state.NextIndex(asked, 0, count);
        told = state.NextIndex(told, 0, asked);
        sum = state.Next(sum);
    }
}
