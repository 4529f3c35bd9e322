namespace L2E.Kernels;

/// <summary>Where a run stands.</summary>
public enum SolverStatus
{
    /// <summary>Candidates can be asked for.</summary>
    Running,

    /// <summary>The budget is spent.</summary>
    BudgetSpent,

    /// <summary>Not one value of the initial design was finite: there is nothing to rank.</summary>
    NoFiniteValue,

    /// <summary>The best value is at or below <see cref="SolverOptions.Target"/>.</summary>
    TargetReached,

    /// <summary>The best value has not fallen for <see cref="SolverOptions.StagnationLimit"/> evaluations.</summary>
    Stagnated,

    /// <summary>
    /// Nothing is left to try: the population alone has made all the restarts that it may, or only values that were tried before came up in
    /// a <see cref="SolverOptions.Space"/>.
    /// </summary>
    Exhausted,

    /// <summary>
    /// <see cref="SolverOptions.TimeLimit"/> is over. Only results say so: the run itself can go on where it stands.
    /// </summary>
    TimeSpent,
}
