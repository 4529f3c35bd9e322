namespace L2E.Kernels;

/// <summary>
/// Decides which proposal the next iteration runs: the population by its share of the budget, the others by their relative
/// gain per evaluation. (Absolute gains go stale: every run slows down.)
/// </summary>
internal sealed class ProposalAllocator : IStateful
{
    private const double ExplorationProbability = 0.08, WaitScore = 0.3;
    private const int LongestAbsence = 3;

    private readonly RunState run;
    private readonly ILocalProposal local;
    private readonly JumpProposal jump;
    private readonly PopulationProposal population;
    private readonly bool usesCoordinates, usesJumps;
    private readonly double share;
    private PhiloxSequence random;
    private double localScore, jumpScore, meanGain;
    private long populationEvaluations;
    private int absence;
    private bool hasGain;

    public ProposalAllocator(
        RunState run, ILocalProposal local, JumpProposal jump, PopulationProposal population, Proposals proposals, double share)
    {
        this.run = run;
        this.local = local;
        this.jump = jump;
        this.population = population;
        usesCoordinates = proposals.HasFlag(Proposals.Coordinates);
        usesJumps = proposals.HasFlag(Proposals.Jumps);
        this.share = share;
        Reset();
    }

    /// <summary>The share of the budget that the population may spend at most.</summary>
    public static double ShareFor(long budget, int dimension, Proposals proposals)
    {
        if (!proposals.HasFlag(Proposals.Population))
            return 0;
        if (!proposals.HasFlag(Proposals.Coordinates))
            return proposals.HasFlag(Proposals.Jumps) ? 0.6 : 1;
        // A budget that is small for the dimension is better spent on coordinates.
        return 0.6 * Math.Min(1, budget / ((dimension <= 200 ? 100.0 : 500.0) * dimension));
    }

    public void Reset()
    {
        random = new PhiloxSequence(run.Seed, RandomStream.Allocator);
        localScore = jumpScore = double.PositiveInfinity;
        meanGain = 0;
        hasGain = false;
        populationEvaluations = 0;
        absence = 0;
    }

    /// <summary>The proposal of the next iteration; null when none has anything left to try.</summary>
    public IProposal? Next()
    {
        bool waits = local.QuasiNewtonWon && localScore > WaitScore;
        bool isUnderShare = populationEvaluations < share * (1 - jump.Separability) * run.Evaluations;
        if (isUnderShare && !waits && !population.IsExhausted)
        {
            population.TurnLength = 2 * local.BlockSize;
            return population;
        }

        bool isJump;
        if (!usesCoordinates && !usesJumps)
            return null;
        if (usesCoordinates != usesJumps)
            isJump = usesJumps;
        else if (double.IsPositiveInfinity(localScore))
            isJump = false;
        else if (double.IsPositiveInfinity(jumpScore))
            isJump = true;
        else if (random.NextDouble() < ExplorationProbability)
            isJump = random.NextInt32(2) == 1;
        else
            isJump = jumpScore > localScore;
        if (!isJump || (usesCoordinates && absence >= LongestAbsence))
            return local;
        jump.BlockSize = local.BlockSize;
        return jump;
    }

    /// <summary>Learns what an iteration gained.</summary>
    /// <param name="proposal">The proposal that ran.</param>
    /// <param name="decrease">By how much the elite's fitness fell.</param>
    /// <param name="evaluations">What it spent.</param>
    public void Learn(IProposal proposal, double decrease, long evaluations)
    {
        double gain = double.IsFinite(decrease) ? decrease / evaluations : 0;
        meanGain = hasGain ? 0.7 * meanGain + 0.3 * gain : gain;
        hasGain = true;
        absence = ReferenceEquals(proposal, local) ? 0 : absence + 1;
        double relative = gain / (meanGain + 1e-300);
        if (ReferenceEquals(proposal, local))
            Score(ref localScore, relative);
        else if (ReferenceEquals(proposal, jump))
            Score(ref jumpScore, relative);
        else
            populationEvaluations += evaluations;
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.Next(ref random);
        localScore = state.Next(localScore);
        jumpScore = state.Next(jumpScore);
        meanGain = state.Next(meanGain);
        populationEvaluations = state.Next(populationEvaluations);
        absence = state.Next(absence);
        hasGain = state.Next(hasGain);
    }

    private static void Score(ref double score, double relative) =>
        score = double.IsPositiveInfinity(score) ? relative : 0.4 * score + 0.6 * relative;
}
