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

    /// <summary>No part of the solver has anything left to try: the population alone has made all the restarts that it may.</summary>
    Exhausted,
}
