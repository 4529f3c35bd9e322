using L2E.Kernels.Cli.Input;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Solving;

/// <summary>One run as it was asked for, checked.</summary>
internal sealed record SolveRequest
{
    /// <summary>The problem's name in the catalogue, or the external program's command line.</summary>
    public required string Problem { get; init; }

    /// <summary>Which member of the problem's family; null for an external program.</summary>
    public required ObjectiveInstance? Instance { get; init; }

    /// <summary>What evaluates the problem, the request's to be disposed of with; null for the CPU.</summary>
    public Device? Device { get; init; }

    /// <summary>The device's name, as it is given and printed.</summary>
    public string DeviceName => Device is { Info: var info } ? $"{DeviceOption.GetName(info.Kind)}:{info.Index}" : "cpu";

    /// <summary>How long an external program may take for a line; of no use to a problem.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>What the lines for an external program are objects of; null for arrays of coordinates.</summary>
    public SpaceFile? Space { get; init; }

    /// <summary>How many constraints an external program answers with; of no use to a problem.</summary>
    public int ConstraintCount { get; init; }

    /// <summary>The printed value at which the run may stop; null for none.</summary>
    public double? Target { get; init; }

    /// <summary>Writes snapshots; null for none.</summary>
    public SnapshotSchedule? Snapshots { get; init; }

    /// <summary>The snapshot to go on from; null to begin anew.</summary>
    public string? Resume { get; init; }

    /// <summary>The problem and which member of its family, for snapshots to be told apart.</summary>
    public string FullProblem => Instance is { } instance
        ? $"{Problem}, instance {instance.Instance}{(instance.Rotated ? ", rotated" : "")}{(Device is null ? "" : ", in float")}"
        : Space is { } space ? $"{Problem}, space {space.Digest}" : Problem;

    /// <summary>What the solver is to do, without the target, which depends on what is known of the objective.</summary>
    public required SolverOptions Options { get; init; }

    /// <summary>What the start point was given as: <c>random</c>, <c>centre</c> or a file.</summary>
    public required string Start { get; init; }

    /// <summary>The mode's name, as it is given and printed.</summary>
    public string Mode => Options.Mode == SolverMode.Gradient ? "gradient" : "black-box";

    /// <summary>Label of the operator's parameters.</summary>
    public string Weights => Options.Weights?.Label ?? "none";
}
