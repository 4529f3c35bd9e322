namespace L2E.Kernels;

/// <summary>The outcome of a run.</summary>
/// <param name="Best">The best point, <c>[dimension]</c>.</param>
/// <param name="BestFitness">Its fitness; +infinity when no value was finite.</param>
/// <param name="InitialFitness">Fitness of the start point; +infinity when it was not finite.</param>
/// <param name="Evaluations">Evaluations spent.</param>
/// <param name="NonFinite">How many of them were NaN or infinite.</param>
/// <param name="Status">Why the run ended; <see cref="SolverStatus.Running"/> when it was cancelled.</param>
/// <param name="Certificate">What the convergence theorem promises and what was measured.</param>
public sealed record SolveResult(
    double[] Best, double BestFitness, double InitialFitness, long Evaluations, long NonFinite, SolverStatus Status,
    ConvergenceCertificate Certificate)
{
    /// <summary>How many of the evaluations were values with gradients; 0 in black-box mode.</summary>
    public long GradientEvaluations { get; init; }

    /// <summary>How many candidates had the values of a trial made before, in a parameter space, and were not evaluated.</summary>
    public long Recalled { get; init; }

    /// <summary>Whether the objective gave one point two values; <see cref="BestFitness"/> is a mean then.</summary>
    public bool IsNoisy { get; init; }

    /// <summary>The constraints at <see cref="Best"/>, NaN when no value was finite; empty when there are none.</summary>
    public double[] Constraints { get; init; } = [];

    /// <summary>The multipliers of the last round, one a constraint: what f would gain, to first order, by an easier one.</summary>
    public double[] Multipliers { get; init; } = [];

    /// <summary>Whether <see cref="Best"/> breaks no constraint.</summary>
    public bool IsFeasible => !Array.Exists(Constraints, value => !(value <= 0));
}
