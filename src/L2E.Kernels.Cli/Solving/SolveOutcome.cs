namespace L2E.Kernels.Cli.Solving;

/// <summary>What a run came to, and what it cost.</summary>
/// <param name="Result">The solver's own account.</param>
/// <param name="Trace">The record of the run, where it was asked for.</param>
/// <param name="KnownOptimum">Smallest value of the objective; NaN when it is not known.</param>
/// <param name="Seconds">Time of the iterations.</param>
/// <param name="AllocatedBytes">Managed bytes that the whole process allocated during the iterations.</param>
internal sealed record SolveOutcome(SolveResult Result, RunTrace? Trace, double KnownOptimum, double Seconds, long AllocatedBytes)
{
    /// <summary>How many trials of an external program failed.</summary>
    public long FailedTrials { get; init; }

    /// <summary>What happened in the last of them.</summary>
    public string LastFailure { get; init; } = "";

    /// <summary>Whether values are told as their distance from the known optimum.</summary>
    public bool IsGap => !double.IsNaN(KnownOptimum);

    /// <summary>Whether the run was interrupted before its end.</summary>
    public bool IsCancelled => Result.Status == SolverStatus.Running;

    /// <summary>A fitness as it is told: its distance from the optimum where that is known.</summary>
    public double Told(double fitness) => IsGap ? fitness - KnownOptimum : fitness;
}
