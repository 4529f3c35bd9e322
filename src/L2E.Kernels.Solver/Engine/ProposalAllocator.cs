namespace L2E.Kernels;

/// <summary>
/// Decides which proposal the next iteration runs: the population by its share of the budget, the others by their relative
/// gain per evaluation. (Absolute gains go stale: every run slows down.)
/// </summary>
internal sealed class ProposalAllocator : IStateful
{
    private const double ExplorationProbability = 0.08, WaitScore = 0.3, InteractingSeparability = 0.3;
    private const int LongestAbsence = 3;

    // Places of the proposals that compete by score.
    private const int Local = 0, Jumps = 1, AxisCoordinates = 2, AxisJumps = 3, Descent = 4;

    // The population's, where the budget is large.
    private const double LargestShare = 0.6;

    private readonly RunState run;
    private readonly ILocalProposal local;
    private readonly JumpProposal jump;
    private readonly JumpProposal? axisJump;
    private readonly CurvatureProposal curvature;
    private readonly DescentProposal? descent;
    private readonly PopulationProposal population;
    private readonly bool usesCoordinates, usesJumps;
    private readonly IProposal?[] competitors;
    private readonly double[] scores;
    private PhiloxSequence random;
    private double meanGain;
    private long populationEvaluations;
    private int absence, trials;
    private bool hasGain;

    public ProposalAllocator(
        RunState run, ILocalProposal local, JumpProposal jump, CurvatureProposal curvature, CoordinateProposal? axisCoordinate,
        JumpProposal? axisJump, DescentProposal? descent, PopulationProposal population, Proposals proposals)
    {
        this.run = run;
        this.local = local;
        this.jump = jump;
        this.curvature = curvature;
        this.axisJump = axisJump;
        this.descent = descent;
        this.population = population;
        usesCoordinates = proposals.HasFlag(Proposals.Coordinates);
        usesJumps = proposals.HasFlag(Proposals.Jumps);
        competitors = [local, jump, axisCoordinate, axisJump, descent];
        scores = new double[competitors.Length];
        Reset();
    }

    /// <summary>Whether jumps add up along the measured axes: then these take the place of the coordinates.</summary>
    private bool PrefersAxes => curvature.Axes.AreKnown && axisJump!.Separability > 0.5;

    private bool HasSeenCoordinatesAndJumps => double.IsFinite(scores[Local]) && (!usesJumps || double.IsFinite(scores[Jumps]));

    /// <summary>The share of the budget that the population may spend at most.</summary>
    public static double ShareFor(long budget, int dimension, Proposals proposals)
    {
        if (!proposals.HasFlag(Proposals.Population))
            return 0;
        if (!proposals.HasFlag(Proposals.Coordinates))
            return proposals.HasFlag(Proposals.Jumps) ? LargestShare : 1;
        // A budget that is small for the dimension is better spent on coordinates.
        return LargestShare * Math.Min(1, budget / ((dimension <= 200 ? 100.0 : 500.0) * dimension));
    }

    public void Reset()
    {
        random = new PhiloxSequence(run.Seed, RandomStream.Allocator);
        Array.Fill(scores, double.PositiveInfinity);
        meanGain = 0;
        hasGain = false;
        populationEvaluations = 0;
        absence = trials = 0;
    }

    /// <summary>The proposal of the next iteration; null when none has anything left to try.</summary>
    public IProposal? Next()
    {
        jump.BlockSize = local.BlockSize;
        axisJump?.BlockSize = local.BlockSize;
        if (NeedsCurvature())
            return curvature;
        if (trials > 0)
            return --trials == 0 && usesJumps ? axisJump : local;
        bool waits = (local.QuasiNewtonWonLately && scores[Local] > WaitScore)
            || (descent is { WonLately: true } && scores[Descent] > WaitScore);
        double separability = Math.Max(jump.Separability, axisJump?.Separability ?? 0);
        bool isUnderShare = populationEvaluations < run.PopulationShare * (1 - separability) * (run.Evaluations - curvature.Spent);
        if (isUnderShare && !waits && !population.IsExhausted)
        {
            population.TurnLength = 2 * local.BlockSize;
            return population;
        }

        if (!usesCoordinates && !usesJumps)
            return null;
        return competitors[usesCoordinates && absence >= LongestAbsence ? PrefersAxes ? AxisCoordinates : Local : Choose()];
    }

    /// <summary>Learns what an iteration gained.</summary>
    /// <param name="proposal">The proposal that ran.</param>
    /// <param name="decrease">By how much the elite's fitness fell.</param>
    /// <param name="evaluations">What it spent.</param>
    public void Learn(IProposal proposal, double decrease, long evaluations)
    {
        // Candidates that were all tried before cost nothing, and gained nothing.
        double gain = double.IsFinite(decrease) ? decrease / Math.Max(1, evaluations) : 0;
        meanGain = hasGain ? 0.7 * meanGain + 0.3 * gain : gain;
        hasGain = true;
        int competitor = Array.IndexOf(competitors, proposal);
        bool isDescent = competitor is Local or Descent || (competitor == AxisCoordinates && PrefersAxes);
        absence = isDescent ? 0 : absence + 1;
        if (competitor >= 0)
        {
            double relative = gain / (meanGain + 1e-300);
            scores[competitor] = double.IsPositiveInfinity(scores[competitor]) ? relative : 0.4 * scores[competitor] + 0.6 * relative;
        }
        else if (ReferenceEquals(proposal, curvature))
        {
            // What was measured shows its worth at once or not at all: one step of the quasi-Newton model and one set of jumps.
            trials = curvature.Axes.AreKnown ? 2 : 0;
        }
        else
        {
            populationEvaluations += evaluations;
        }
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        state.Next(ref random);
        state.Next(scores.AsSpan());
        meanGain = state.Next(meanGain);
        populationEvaluations = state.Next(populationEvaluations);
        absence = state.Next(absence);
        trials = state.Next(trials);
        hasGain = state.Next(hasGain);
    }

    /// <summary>
    /// Whether coordinates interact: not where jumps add up, nor where the sum of the parabolas along them foretells what a step
    /// achieves. Not before both have been seen.
    /// </summary>
    private bool NeedsCurvature() =>
        usesCoordinates && !run.IsNoisy && curvature.IsAffordable && curvature.Spent == 0 && double.IsFinite(scores[usesJumps ? Jumps : Local])
        && jump.Separability < InteractingSeparability && local.Trust < 0.9;

    /// <summary>A proposal not tried yet, now and then a random one, else the one of the best score.</summary>
    private int Choose()
    {
        int best = -1, available = 0;
        for (int i = 0; i < competitors.Length; i++)
        {
            if (!IsAvailable(i))
                continue;
            available++;
            if (best < 0 || scores[i] > scores[best])
                best = i;
        }

        if (double.IsPositiveInfinity(scores[best]) || random.NextDouble() >= ExplorationProbability)
            return best;
        int left = random.NextInt32(available), chosen = 0;
        while (!IsAvailable(chosen) || left-- > 0)
            chosen++;
        return chosen;
    }

    private bool IsAvailable(int competitor) => competitor switch
    {
        Local => usesCoordinates,
        Jumps => usesJumps && !PrefersAxes,
        // After the curvature, where that can be had: it is best measured before the way down has ended, since at a minimum many
        // functions are curved alike along all axes.
        Descent => usesCoordinates && descent is not null && !run.IsNoisy && jump.Separability < InteractingSeparability
            && (!curvature.IsAffordable || curvature.Spent > 0) && HasSeenCoordinatesAndJumps,
        AxisCoordinates => usesCoordinates && curvature.Axes.AreKnown,
        _ => usesJumps && curvature.Axes.AreKnown,
    };
}
