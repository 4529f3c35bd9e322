using CommunityToolkit.HighPerformance;

namespace L2E.Kernels;

public sealed partial class Engine
{
    // Rounds of a run with constraints: as many as leave each so many evaluations, within limits; it is enough for descents.
    private const int RoundEvaluations = 40, RoundEvaluationsPerCoordinate = 62, FewestRounds = 4, MostRounds = 12;

    // The next round looks so many times as far as the last one moved the solution, which tends to be halved from round to round.
    private const double SpreadOfMove = 4;

    private readonly ConstrainedBatch? constrained;
    private readonly double[] roundStart = [];
    private readonly long roundLength;
    private long evaluationsBefore;
    private bool earlierRoundsHold;

    /// <summary>Whether the best point breaks no constraint; always true without constraints.</summary>
    public bool IsFeasible => constrained is null || constrained.BestViolation == 0;

    /// <summary>The constraints at the best point, <c>[ConstraintCount]</c>; NaN before any value was finite.</summary>
    public ReadOnlySpan<double> BestConstraints => constrained is null ? default : constrained.BestConstraints;

    /// <summary>The multipliers of the round at hand, <c>[ConstraintCount]</c>.</summary>
    public ReadOnlySpan<double> Multipliers => constrained is null ? default : constrained.Lagrangian.Multipliers;

    /// <summary>Takes the fitness and the constraints of all candidates last asked for.</summary>
    /// <param name="fitness">One value a candidate, in their order; NaN or infinite for one that failed.</param>
    /// <param name="constraints">
    /// Their <c>g_j(x)</c>, at most 0 where it is kept, <c>[count, ConstraintCount]</c>; a candidate with one that is NaN or infinite failed.
    /// </param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="InvalidOperationException">No candidates wait for their fitness, or some were told already.</exception>
    public void TellConstrained(ReadOnlySpan<double> fitness, ReadOnlySpan2D<double> constraints)
    {
        RequireNothingTold(fitness);
        if (constraints.Height != tile.Count || constraints.Width != options.ConstraintCount)
        {
            Guard.ThrowArgument(
                nameof(constraints), $"[{tile.Count}, {options.ConstraintCount}]", $"[{constraints.Height}, {constraints.Width}]");
        }

        for (int row = 0; row < constraints.Height && constrained is not null; row++)
        {
            if (told.IsPending(row))
                constraints.GetRowSpan(row).CopyTo(constrained.GetValues(row));
        }

        TellRange(0, fitness);
    }

    /// <summary>Takes the fitness and the constraints of one candidate; the run goes on when all of the batch are told.</summary>
    /// <param name="index">Which candidate of the batch, from 0.</param>
    /// <param name="fitness">Its value; NaN or infinite if it failed.</param>
    /// <param name="constraints">Its <c>g_j(x)</c>, <c>[ConstraintCount]</c>; one that is NaN or infinite makes it a failed one.</param>
    /// <exception cref="ArgumentException">
    /// There is no such candidate, it was told already, or the length is wrong; nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">No candidates wait for their fitness.</exception>
    public void TellConstrained(int index, double fitness, ReadOnlySpan<double> constraints)
    {
        RequireBatch();
        Guard.Length(constraints, options.ConstraintCount, "[ConstraintCount]");
        Reserve([index]);
        if (constrained is not null)
            constraints.CopyTo(constrained.GetValues(index));
        Take(index, fitness);
        if (told.Pending == 0)
            CompleteBatch();
    }

    /// <summary>The places of the constraints of candidates in a row, <c>[count, ConstraintCount]</c>; empty when there are none.</summary>
    internal Span2D<double> GetConstraints(int first, int count) => constrained is null
        ? default
        : Span2D<double>.DangerousCreate(ref constrained.GetValues(first)[0], count, options.ConstraintCount, 0);

    /// <summary>Evaluations of a round: all of them without constraints.</summary>
    private static long GetRoundLength(SolverOptions options, int dimension)
    {
        if (options.ConstraintCount == 0)
            return options.Budget;
        long rounds = Math.Clamp(options.Budget / (RoundEvaluations + (long)RoundEvaluationsPerCoordinate * dimension), FewestRounds, MostRounds);
        return options.Budget / rounds;
    }

    private void RequireNoConstraints()
    {
        if (constrained is not null)
            Guard.ThrowArgument("constraints", $"{options.ConstraintCount} with each value (TellConstrained)", "none");
    }

    /// <summary>Ranks the batch by the function of the round.</summary>
    private void TakeMerits(ConstrainedBatch batch)
    {
        batch.WriteMerits(told, isFirst: evaluationsBefore + run.Evaluations == 0);
        ReadOnlySpan<double> merits = told.Values;
        for (int row = 0; row < merits.Length; row++)
        {
            if (!(merits[row] < lowest))
                continue;
            lowest = merits[row];
            tile.CopyPoint(row, bestSeen);
            batch.KeepLowest(row);
        }
    }

    /// <summary>Begins the next round where this one's lowest value is, or ends the run.</summary>
    private void EndRound(SolverStatus status)
    {
        long left = Budget - evaluationsBefore - run.Evaluations;
        if (constrained is null || left < roundLength || !double.IsFinite(lowest))
        {
            Finish(status);
            return;
        }

        OfferBestSeen();
        RecordPoint();
        earlierRoundsHold &= Holds;
        constrained.EndRound();
        double moved = 0;
        for (int i = 0; i < bestSeen.Length; i++)
            moved = Math.Max(moved, Math.Abs(bestSeen[i] - roundStart[i]) / run.Box.Range[i]);
        evaluationsBefore += run.Evaluations;
        // What is left over belongs to the last round.
        run.Budget = left < 2 * roundLength ? left : roundLength;
        bestSeen.CopyTo(roundStart, 0);
        Trace?.BeginRound();
        BeginRound(roundStart, Math.Clamp(SpreadOfMove * moved, SmallestSpread, 1));
    }
}
