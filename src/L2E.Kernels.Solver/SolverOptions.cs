namespace L2E.Kernels;

/// <summary>What to solve, with how much, from where. Immutable; checked by the constructor of <see cref="Engine"/>.</summary>
public sealed record SolverOptions
{
    /// <summary>Lower bound of each coordinate, <c>[dimension]</c>; finite.</summary>
    public required double[] Lower { get; init; }

    /// <summary>Upper bound of each coordinate, <c>[dimension]</c>; finite, above <see cref="Lower"/>.</summary>
    public required double[] Upper { get; init; }

    /// <summary>Number of evaluations the run may spend; at least one population and the initial design.</summary>
    public required long Budget { get; init; }

    /// <summary>Key of every random number of the run: the same seed gives the same run, bit for bit.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Number of threads that evaluate candidates, 1 to 1024. It does not change the result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Number of individuals of the first population, even, at least 4; null lets the solver choose.</summary>
    public int? Population { get; init; }

    /// <summary>The point to start from, <c>[dimension]</c>, inside the box; null for a uniformly random one.</summary>
    public double[]? Start { get; init; }

    /// <summary>
    /// How far from <see cref="Start"/> the optimum may lie, 0.0001 to 1, in units of the box (1 is the full range of a
    /// coordinate): a warm start. It is no limit of the search. Null for all of the box.
    /// </summary>
    public double? Spread { get; init; }

    /// <summary>The run ends with the batch in which the best fitness is this or less; null for never.</summary>
    public double? Target { get; init; }

    /// <summary>
    /// The run ends when the best fitness has not fallen (by more than rounding: 1e-12 of itself) for this many evaluations, at least 1;
    /// null for never.
    /// </summary>
    public long? StagnationLimit { get; init; }

    /// <summary>
    /// How long <see cref="Solver{TObjective}.Solve"/> may take, above 0; null for as long as the budget lasts. It stops before, by what
    /// the last evaluations took.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Parameters of the learned operator; null runs the hand-set policy without the operator.</summary>
    public OperatorWeights? Weights { get; init; } = OperatorWeights.Default;

    /// <summary>What the run may know of the objective; gradients have to be asked for.</summary>
    public SolverMode Mode { get; init; }

    /// <summary>
    /// Number of constraints <c>g_j(x) &lt;= 0</c> whose values come with each fitness, 0 to 10000; <see cref="Solver{TObjective}"/> takes
    /// it from the objective. The run then has rounds, each of which minimises an augmented Lagrangian from the best point of the last.
    /// </summary>
    public int ConstraintCount { get; init; }

    /// <summary>
    /// The space whose values the coordinates stand for; null for coordinates that stand for themselves. Candidates with the values of a
    /// trial made before are not evaluated again and spend nothing of the budget, unless the objective gave the start, which is evaluated
    /// twice, two values: they do not wait (<see cref="Engine.IsPending"/>).
    /// </summary>
    public ParameterSpace? Space { get; init; }

    /// <summary>Which parts of the solver make candidates; all of them, but to measure what one is worth.</summary>
    public Proposals Proposals { get; init; } = Proposals.All;

    /// <summary>Whether to keep what a convergence curve and the check of a certificate need. Recording allocates.</summary>
    public bool RecordTrace { get; init; }

    /// <summary>
    /// Makes the state of the population for a number of antithetic pairs, where it is not to be in the memory of the host.
    /// </summary>
    internal PopulationStateMaker? MakePopulationState { get; init; }

    /// <summary>Number of coordinates.</summary>
    public int Dimension => Lower.Length;

    /// <summary>Options for a box with the same bounds in every coordinate.</summary>
    /// <param name="dimension">Number of coordinates, at least 1.</param>
    /// <param name="lower">Lower bound of every coordinate.</param>
    /// <param name="upper">Upper bound of every coordinate.</param>
    /// <param name="budget">Number of evaluations.</param>
    /// <exception cref="ArgumentException"><paramref name="dimension"/> is below 1.</exception>
    public static SolverOptions ForBox(int dimension, double lower, double upper, long budget)
    {
        Guard.AtLeast(dimension, 1);
        double[] lowers = new double[dimension], uppers = new double[dimension];
        Array.Fill(lowers, lower);
        Array.Fill(uppers, upper);
        return new SolverOptions { Lower = lowers, Upper = uppers, Budget = budget };
    }

    /// <summary>Options for the box that an objective describes.</summary>
    /// <typeparam name="TObjective">The objective's binding.</typeparam>
    /// <param name="dimension">Number of coordinates, at least 1.</param>
    /// <param name="budget">Number of evaluations.</param>
    /// <exception cref="ArgumentException"><paramref name="dimension"/> is below 1.</exception>
    public static SolverOptions For<TObjective>(int dimension, long budget)
        where TObjective : struct, IObjective =>
        ForBox(dimension, TObjective.Description.Lower, TObjective.Description.Upper, budget);
}
