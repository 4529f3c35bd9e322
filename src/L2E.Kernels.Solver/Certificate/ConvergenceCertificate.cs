namespace L2E.Kernels;

/// <summary>
/// What the convergence theorem promises for a run and what was measured in it. Lengths of displacements are in units of
/// the box (1 is the full range of a coordinate); path lengths are in the objective's own coordinates.
/// </summary>
/// <remarks>
/// <para>
/// The theorem: with every row sum of the operator at most <see cref="ContractionBound"/> and relaxations in
/// [<see cref="RelaxationLowerBound"/>, 0.95], an averaged step shrinks the population's radius by
/// <see cref="AveragedBound"/> at least; with truncated exploration under a vanishing envelope the radius obeys a recursion
/// that tends to 0; the elite moves only by sufficient decrease, so its path is finite.
/// </para>
/// <para>
/// With constraints each round is a run of its own, from the best point of the one before, on the augmented Lagrangian of its multipliers:
/// the values are those of the last round, <see cref="Holds"/> speaks of all of them.
/// </para>
/// <para>It promises convergence of the iteration to one point. It promises no global minimiser, stationarity or rate.</para>
/// </remarks>
public sealed record ConvergenceCertificate
{
    /// <summary>Whether every measured value obeys its bound.</summary>
    public required bool Holds { get; init; }

    /// <summary>rho: no row of the operator may have a larger sum of absolute values.</summary>
    public required double ContractionBound { get; init; }

    /// <summary>Largest row sum of the projected operator over all generations; 0 when the operator never ran.</summary>
    public required double WorstContraction { get; init; }

    /// <summary>q = 1 - relaxation_min (1 - rho): no averaged step may shrink the radius by less.</summary>
    public required double AveragedBound { get; init; }

    /// <summary>Largest measured ratio of radii over an averaged step; 0 when the operator never ran.</summary>
    public required double WorstAveraged { get; init; }

    /// <summary>Smallest relaxation the gates may give.</summary>
    public required double RelaxationLowerBound { get; init; }

    /// <summary>Smallest relaxation the gates gave; 1 when the operator never ran.</summary>
    public required double RelaxationMin { get; init; }

    /// <summary>Number of times the elite moved.</summary>
    public required long AnchorUpdates { get; init; }

    /// <summary>Length of the elite's path.</summary>
    public required double PathLength { get; init; }

    /// <summary>(f(z_0) - f(z_K)) / eta: no elite that moves by sufficient decrease can have come further.</summary>
    public required double PathBound { get; init; }

    /// <summary>Radius max_i |D_i| of the last population.</summary>
    public required double FinalRadius { get; init; }

    /// <summary>What the recursion of the theorem allows for the last population, from the noise that was drawn.</summary>
    public required double RadiusBound { get; init; }

    /// <summary>Largest ratio of a population's radius to its bound over all generations.</summary>
    public required double WorstRadius { get; init; }

    /// <summary>Number of generations of the population.</summary>
    public required long Generations { get; init; }

    /// <summary>Number of restarts of the population; the theorem needs it finite, the solver stops at <see cref="RestartLimit"/>.</summary>
    public required int Restarts { get; init; }

    /// <summary>The largest number of restarts a run may make.</summary>
    public required int RestartLimit { get; init; }
}
