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
}
