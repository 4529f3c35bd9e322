using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Benchmarks.Workloads;

namespace L2E.Kernels.Benchmarks.Reach;

/// <summary>What the rows of the table share.</summary>
/// <param name="IsQuick">Whether to spend less time.</param>
/// <param name="Machine">What this machine can do.</param>
/// <param name="Scan">The scan of the table's shape, already checked.</param>
internal sealed record ReachContext(bool IsQuick, MachineSpeed Machine, SelectiveScanWorkload Scan)
{
    public const int Length = 1024, Channels = 1024, States = 16;

    /// <summary>Rounds of a measurement whose actions take some tens of milliseconds.</summary>
    public int Rounds => IsQuick ? 21 : 101;
}
