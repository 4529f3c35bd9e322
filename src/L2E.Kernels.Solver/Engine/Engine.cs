namespace L2E.Kernels;

/// <summary>
/// The solver as a state machine: <see cref="Ask"/> hands out candidates, <see cref="Tell(ReadOnlySpan{double})"/> takes their fitness.
/// It knows nothing of the objective, allocates nothing after construction (a recorded trace and snapshots aside), and the same options
/// give the same candidates for the same fitness, bit for bit.
/// </summary>
/// <remarks>
/// Candidates come in tiles, so that memory is O(population * dimension) however many candidates an iteration has. NaN and
/// infinite fitness ranks last and is counted.
/// </remarks>
public sealed partial class Engine : IStateful
{
    private const int LargestTile = 128, TileElements = 1 << 17, SmallestTile = 8;
    private const double SmallestSpread = 1e-4;

    // Candidates in a row that were all tried before: then the next are random, and after so many more a space has nothing else left.
    private const long ManyRecalled = 200, MostRecalled = 10_000;

    private readonly SolverOptions options;
    private readonly RunState run;
    private readonly Elite elite;
    private readonly InitialDesign design;
    private readonly Reevaluation reevaluation;
    private readonly ILocalProposal local;
    private readonly PopulationProposal population;
    private readonly IProposal[] proposals;
    private readonly ProposalAllocator allocator;
    private readonly CandidateTile tile;
    private readonly BatchFitness told;
    private readonly RecalledBatch? recalled;
    private readonly RandomTrials? randomTrials;
    private readonly double[] bestSeen;
    private readonly double target;
    private readonly long stagnationLimit;

    // The proposal whose iteration it is, and the one whose candidates are out: another one while those are evaluated again.
    private IProposal iterating, current;
    private long iterationStart, progressEvaluations;
    private double progressFitness, lowest;
    private int bestIndex;
    private bool isBestElsewhere;

    /// <summary>Prepares a run.</summary>
    /// <param name="options">What to solve.</param>
    /// <exception cref="ArgumentException">
    /// A bound is not finite or not in order, the budget is below one population, the population is odd or below 4, the start
    /// has the wrong length or lies outside the box, no proposal is left, or the number of threads is out of range.
    /// </exception>
    public Engine(SolverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        var box = new SearchBox(options.Lower, options.Upper);
        Dimension = box.Dimension;
        Budget = options.Budget;
        Guard.InRange(options.Threads, 1, 1024, nameof(options.Threads));
        if (options.Population is { } size && (size < 4 || size % 2 != 0 || size > 1 << 20))
            Guard.ThrowArgument("population", "an even number from 4 to 1048576", $"{size}");
        bool hasProposal = (options.Proposals & (Proposals.Population | Proposals.Coordinates | Proposals.Jumps)) != 0;
        if (!hasProposal || (options.Proposals & ~Proposals.All) != 0)
            Guard.ThrowArgument("proposals", "population, coordinates, jumps or several of them", $"{options.Proposals}");
        Guard.InRange(options.ConstraintCount, 0, 10_000, "constraintCount");
        roundLength = GetRoundLength(options, Dimension);
        double share = ProposalAllocator.ShareFor(roundLength, Dimension, options.Proposals);
        int individuals = options.Population ?? PopulationProposal.ChooseSize(share * roundLength, Dimension, 1);
        int leastBudget = Math.Max(individuals + 1, InitialDesign.CountFor(0) + 2);
        if (roundLength < leastBudget)
        {
            Guard.ThrowArgument(
                "budget",
                options.ConstraintCount == 0
                    ? $"at least {leastBudget} evaluations (the initial design, or one population and its centre)"
                    : $"at least {FewestRounds * leastBudget} evaluations ({FewestRounds} rounds of a run with constraints)",
                $"{Budget}");
        }

        if (!Enum.IsDefined(options.Mode))
            Guard.ThrowArgument("mode", "black-box or gradient", $"{options.Mode}");
        if (options.ConstraintCount > 0 && options.Mode == SolverMode.Gradient)
            Guard.ThrowArgument("mode", "black-box for an objective with constraints", "gradient");
        if (options.Space is not null && options.Mode == SolverMode.Gradient)
            Guard.ThrowArgument("mode", "black-box in a parameter space", "gradient");
        if (options.Target is double.NaN)
            Guard.ThrowArgument("target", "a number", "NaN");
        if (options.StagnationLimit is { } limit)
            Guard.AtLeast(limit, 1, "stagnationLimit");
        if (options.Space is { } space && !(space.Dimension == Dimension && box.IsUnit))
            Guard.ThrowArgument("space", "as many coordinates as the box has, each from 0 to 1", $"{space.Dimension} of {Dimension}, or a box of other bounds");
        if (options.Spread is not null && options.Start is null)
            Guard.ThrowArgument("spread", "a start that it belongs to", "none");
        Trace = options.RecordTrace ? new RunTrace() : null;
        elite = new Elite(box, Trace);
        run = new RunState(box, elite, roundLength, options.Seed, share);
        target = options.Target ?? double.NegativeInfinity;
        stagnationLimit = options.StagnationLimit ?? long.MaxValue;
        design = new InitialDesign(run);
        reevaluation = new Reevaluation(run);
        int block = (int)Math.Min(Dimension, Math.Clamp(roundLength / 120, 8, Math.Max(32, Dimension / 8)));
        bool usesGradients = options.Mode == SolverMode.Gradient;
        CoordinateProposal? coordinate = usesGradients ? null : new CoordinateProposal(run, block);
        local = coordinate ?? (ILocalProposal)new GradientProposal(run, block);
        var jump = new JumpProposal(run);
        var curvature = new CurvatureProposal(run, coordinate);
        JumpProposal? axisJump = curvature.IsAffordable ? new JumpProposal(run, curvature.Axes) : null;
        CoordinateProposal? axisCoordinate = curvature.IsAffordable ? new CoordinateProposal(run, Dimension, curvature.Axes) : null;
        DescentProposal? descent = !usesGradients && DescentProposal.IsAffordable(Dimension, roundLength) ? new DescentProposal(run) : null;
        population = new PopulationProposal(run, design, options, Trace);
        allocator = new ProposalAllocator(
            run, local, jump, curvature, axisCoordinate, axisJump, descent, population, options.Proposals);
        randomTrials = options.Space is null ? null : new RandomTrials(run);
        IProposal?[] made =
            [design, local, jump, curvature, axisCoordinate, axisJump, descent, population, reevaluation, randomTrials];
        proposals = [.. made.OfType<IProposal>()];
        int rows = Math.Max(Math.Clamp(TileElements / Dimension, SmallestTile, LargestTile), 2 * options.Threads);
        tile = new CandidateTile(rows, usesGradients, run, population.State);
        told = new BatchFitness(rows);
        if (options.Space is not null)
            recalled = new RecalledBatch(options.Space, options.ConstraintCount, Budget, rows);
        if (options.ConstraintCount > 0)
        {
            constrained = new ConstrainedBatch(options.ConstraintCount, rows, Dimension);
            roundStart = new double[Dimension];
        }

        bestSeen = new double[Dimension];
        iterating = current = design;
        MakeSorters();
        double[] start = options.Start ?? new double[Dimension];
        if (options.Start is null)
            design.DrawStart(start);
        Reset(start, options.Spread);
    }

    /// <summary>Number of coordinates.</summary>
    public int Dimension { get; }

    /// <summary>Number of evaluations the run may spend.</summary>
    public long Budget { get; }

    /// <summary>The largest number of candidates that <see cref="Ask"/> hands out at once.</summary>
    public int LargestBatch => tile.Capacity;

    /// <summary>Number of evaluations told so far.</summary>
    public long Evaluations => evaluationsBefore + run.Evaluations + (tile.Count == 0 ? 0 : told.Told - RecalledOfBatch);

    /// <summary>
    /// How many candidates had the values of a trial made before, in a <see cref="SolverOptions.Space"/>, and were not evaluated.
    /// </summary>
    public long Recalled => recalled?.Total ?? 0;

    /// <summary>How many of them were NaN or infinite.</summary>
    public long NonFinite { get; private set; }

    /// <summary>What the run may know of the objective.</summary>
    public SolverMode Mode => options.Mode;

    /// <summary>How many of the evaluations were values with gradients, each counted as one; 0 in black-box mode.</summary>
    public long GradientEvaluations { get; private set; }

    /// <summary>Where the run stands.</summary>
    public SolverStatus Status { get; private set; }

    /// <summary>
    /// The best point; the start before any value was finite. With constraints one that breaks none comes before all that do, and of
    /// those the one comes first that breaks them least.
    /// </summary>
    public ReadOnlySpan<double> Best => constrained is { HasBest: true } ? constrained.Best : KnowsBest ? bestSeen : elite.Point;

    /// <summary>
    /// Its fitness; +infinity before any value was finite. Of a noisy objective the mean of four values, told after the one that made it the
    /// best; with constraints always the value that was told.
    /// </summary>
    public double BestFitness => constrained is not null ? constrained.BestFitness : KnowsBest ? lowest : elite.Fitness;

    /// <summary>
    /// Whether the objective gave the start, which is evaluated twice, two values. The run then relies on the population, and a point becomes
    /// the best by the mean of further evaluations.
    /// </summary>
    public bool IsNoisy => run.IsNoisy;

    /// <summary>Fitness of the start point; +infinity when it was not finite or not told yet.</summary>
    public double InitialFitness { get; private set; }

    /// <summary>The record of the run, null unless it was asked for.</summary>
    public RunTrace? Trace { get; }

    private bool Holds =>
        population.Ledger.Holds && elite.PathLength <= elite.PathBound * (1 + 1e-9) && population.Restarts <= PopulationProposal.RestartLimit;

    private int RecalledOfBatch => recalled?.Count ?? 0;

    // The lowest value told is the best one, unless there is noise.
    private bool KnowsBest => !run.IsNoisy || !elite.IsStarted;

    /// <summary>The next candidates; the same ones until they are told. Empty when the run has ended.</summary>
    public CandidateBatch Ask()
    {
        while (tile.Count == 0 && Status == SolverStatus.Running)
        {
            // Candidates that are recalled spend nothing.
            int rows = recalled is null ? (int)Math.Min(tile.Capacity, run.Remaining) : tile.Capacity;
            // A proposal may write up to SmallestTile rows at once; what the budget does not cover is not asked for.
            tile.Fill(current, Math.Max(rows, SmallestTile), rows);
            if (tile.Count == 0)
                EndIteration();
            else
                BeginBatch();
        }

        return new CandidateBatch(tile, elite);
    }

    /// <summary>What the convergence theorem promises for this run so far, and what was measured.</summary>
    public ConvergenceCertificate GetCertificate()
    {
        ContractionLedger ledger = population.Ledger;
        return new ConvergenceCertificate
        {
            Holds = Holds && earlierRoundsHold,
            ContractionBound = ContractionConstants.ContractionBound,
            WorstContraction = ledger.WorstContraction,
            AveragedBound = ContractionConstants.AveragedBound,
            WorstAveraged = ledger.WorstAveraged,
            RelaxationLowerBound = ContractionConstants.RelaxationMin,
            RelaxationMin = ledger.RelaxationMin,
            AnchorUpdates = elite.Moves,
            PathLength = elite.PathLength,
            PathBound = elite.PathBound,
            FinalRadius = ledger.Radius,
            RadiusBound = ledger.RadiusBound,
            WorstRadius = ledger.WorstRadius,
            Generations = ledger.Generations,
            Restarts = population.Restarts,
            RestartLimit = PopulationProposal.RestartLimit,
        };
    }

    /// <summary>The outcome so far.</summary>
    public SolveResult GetResult() =>
        new([.. Best], BestFitness, InitialFitness, Evaluations, NonFinite, Status, GetCertificate())
        {
            GradientEvaluations = GradientEvaluations,
            IsNoisy = IsNoisy,
            Recalled = Recalled,
            Constraints = BestConstraints.ToArray(),
            Multipliers = Multipliers.ToArray(),
        };

    /// <summary>Begins again with the same options from another start, reusing all memory.</summary>
    /// <param name="newStart">The point to start from, <c>[dimension]</c>, inside the box.</param>
    /// <param name="spread">
    /// How far from it the optimum may lie, 0.0001 to 1, in units of the box (1 is the full range of a coordinate): the initial
    /// design is drawn there, and first probes and displacements are in proportion. It is no limit. Null for all of the box.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The start has the wrong length or lies outside the box, or the spread is out of range; nothing has changed.
    /// </exception>
    public void Reset(ReadOnlySpan<double> newStart, double? spread = null)
    {
        Guard.Length(newStart, Dimension, "one coordinate for each dimension", "start");
        for (int i = 0; i < newStart.Length; i++)
            if (!(newStart[i] >= run.Box.Lower[i] && newStart[i] <= run.Box.Upper[i]))
                Guard.ThrowArgument($"start[{i}]", $"{run.Box.Lower[i]} to {run.Box.Upper[i]}", $"{newStart[i]}");
        if (spread is { } given)
            Guard.InRange(given, SmallestSpread, 1, nameof(spread));
        NonFinite = GradientEvaluations = progressEvaluations = evaluationsBefore = 0;
        earlierRoundsHold = true;
        run.Budget = roundLength;
        if (constrained is not null)
        {
            constrained.Reset();
            newStart.CopyTo(roundStart);
        }

        recalled?.Reset();
        Trace?.Clear();
        InitialFitness = progressFitness = double.PositiveInfinity;
        BeginRound(newStart, spread);
    }

    private void BeginRound(ReadOnlySpan<double> newStart, double? spread)
    {
        run.Evaluations = 0;
        run.IsNoisy = false;
        run.Region.Reset(newStart, spread);
        elite.Reset(newStart);
        foreach (IProposal proposal in proposals)
            proposal.Reset();
        allocator.Reset();
        newStart.CopyTo(bestSeen);
        lowest = double.PositiveInfinity;
        bestIndex = -1;
        Status = SolverStatus.Running;
        tile.Clear();
        BeginIteration(design);
    }

    /// <summary>The runtime makes the sorter of a type when it first sorts one: now, so that no iteration allocates.</summary>
    private static void MakeSorters()
    {
        Span<double> values = [1, 0];
        Ascending.Sort(values);
        values.Sort<double, int>([0, 1]);
    }

    private void BeginBatch()
    {
        if (recalled is null)
        {
            told.Begin(tile.Count);
            return;
        }

        // The start comes twice in the first design.
        bool isFirst = evaluationsBefore == 0 && ReferenceEquals(current, design);
        recalled.Begin(tile, told, constrained, run.Remaining, isFirst ? elite.Point : default);
        if (told.Pending > 0)
            return;
        CompleteBatch();
        if (Status == SolverStatus.Running && recalled.InARow > MostRecalled)
            Finish(SolverStatus.Exhausted);
    }

    private void BeginIteration(IProposal proposal)
    {
        iterating = current = proposal;
        iterationStart = run.Evaluations;
        current.Begin();
    }

    private void EndIteration()
    {
        if (ReferenceEquals(current, reevaluation))
        {
            // The first value was the best of many, which is why it is left out.
            lowest = reevaluation.Mean;
        }
        else if (run.IsNoisy && lowest < elite.Fitness)
        {
            reevaluation.Challenge(bestSeen);
            current = reevaluation;
            current.Begin();
            return;
        }

        double before = elite.Fitness;
        OfferBestSeen();
        if (!elite.IsStarted)
        {
            Status = SolverStatus.NoFiniteValue;
            return;
        }

        if (run.IsNoisy)
            ForgetLuck();
        iterating.End();
        if (ReferenceEquals(iterating, population))
            local.FollowPopulation(elite.StepRootMeanSquare());
        if (!ReferenceEquals(iterating, design) && !ReferenceEquals(iterating, randomTrials))
            allocator.Learn(iterating, before - elite.Fitness, run.Evaluations - iterationStart);
        RecordPoint();
        if (recalled is { InARow: > ManyRecalled })
            BeginIteration(randomTrials!);
        else if (allocator.Next() is { } next)
            BeginIteration(next);
        else
            EndRound(SolverStatus.Exhausted);
    }

    private void Finish(SolverStatus status)
    {
        if (run.IsNoisy && elite.IsStarted)
            ForgetLuck();
        OfferBestSeen();
        RecordPoint();
        Status = elite.IsStarted ? status : SolverStatus.NoFiniteValue;
    }

    // The best point seen is not always the elite: a decrease too small for the distance does not move it.
    private void OfferBestSeen() => elite.Offer(bestSeen, lowest, evaluationsBefore + run.Evaluations);

    /// <summary>What was told of other points than the elite counts no more: their values have not been asked for again.</summary>
    private void ForgetLuck()
    {
        lowest = elite.Fitness;
        elite.Point.CopyTo(bestSeen);
    }

    private void RecordPoint() =>
        Trace?.Add(new TracePoint(
            evaluationsBefore + run.Evaluations, iterating.Name, IsFeasible ? BestFitness : double.NaN, local.Amplitude, local.Trust, population.MeanScale,
            population.Ledger.Radius));
}
