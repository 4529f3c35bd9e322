using System.Reflection;
using L2E.Kernels.Operators;
using static L2E.Kernels.Operators.SelectiveScanKernels;

namespace L2E.Kernels.Ilgpu.Lowering;

/// <summary>The operators' kernels by the names that they are launched by.</summary>
public static class OperatorKernels
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<(string Name, MethodInfo Kernel)> All { get; } =
    [
        ("contraction-projection", Get(typeof(ContractionProjectionKernels), nameof(ContractionProjectionKernels.Forward))),
        ("contraction-projection-backward", Get(typeof(ContractionProjectionKernels), nameof(ContractionProjectionKernels.Backward))),
        ("contractive-step", Get(typeof(ContractiveStepKernels), nameof(ContractiveStepKernels.Forward))),
        ("contractive-step-backward", Get(typeof(ContractiveStepKernels), nameof(ContractiveStepKernels.Backward))),
        ("contractive-step-noise", Get(typeof(ContractiveStepKernels), nameof(ContractiveStepKernels.ForwardWithNoise))),
        ("contractive-step-wide", Get(typeof(ContractiveStepKernels), nameof(ContractiveStepKernels.ForwardWide))),
        ("exploration-noise", Get(typeof(ExplorationNoiseKernels), nameof(ExplorationNoiseKernels.Fill))),
        ("gate-network-gates", Get(typeof(GateNetworkKernels), nameof(GateNetworkKernels.Gates))),
        ("gate-network-individuals", Get(typeof(GateNetworkKernels), nameof(GateNetworkKernels.Individuals))),
        ("gate-network-population", Get(typeof(GateNetworkKernels), nameof(GateNetworkKernels.Population))),
        ("population-gates", Get(typeof(PopulationScanKernels), nameof(PopulationScanKernels.Gates))),
        ("population-gates-backward", Get(typeof(PopulationScanKernels), nameof(PopulationScanKernels.GatesBackward))),
        ("population-scan", Get<NarrowLayout>(typeof(PopulationScanKernels), nameof(PopulationScanKernels.Forward))),
        ("population-scan-backward", Get<NarrowLayout>(typeof(PopulationScanKernels), nameof(PopulationScanKernels.Backward))),
        ("population-scan-backward-wide", Get<WideLayout>(typeof(PopulationScanKernels), nameof(PopulationScanKernels.Backward))),
        ("population-scan-wide", Get<WideLayout>(typeof(PopulationScanKernels), nameof(PopulationScanKernels.Forward))),
        ("placement-rotate", Get(typeof(PlacementKernels), nameof(PlacementKernels.Rotate))),
        ("population-accelerate", Get(typeof(PopulationStateKernels), nameof(PopulationStateKernels.Accelerate))),
        ("population-change", Get(typeof(PopulationStateKernels), nameof(PopulationStateKernels.Change))),
        ("population-measure", Get(typeof(PopulationStateKernels), nameof(PopulationStateKernels.Measure))),
        ("population-mix", Get(typeof(PopulationStateKernels), nameof(PopulationStateKernels.Mix))),
        ("population-move", Get(typeof(PopulationStateKernels), nameof(PopulationStateKernels.Move))),
        ("population-place", Get(typeof(PopulationStateKernels), nameof(PopulationStateKernels.Place))),
        ("population-sort", Get(typeof(PopulationStateKernels), nameof(PopulationStateKernels.Sort))),
        ("recombination", Get(typeof(RecombinationKernels), nameof(RecombinationKernels.Forward))),
        ("selective-scan-backward", Get<NarrowLayout>(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.Backward))),
        ("selective-scan-backward-wide", Get<WideLayout>(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.Backward))),
        ("selective-scan-carry", Get(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.Carry))),
        ("selective-scan-chunks", Get<NarrowLayout>(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.ChunkStates))),
        ("selective-scan-chunks-wide", Get<WideLayout>(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.ChunkStates))),
        ("selective-scan-16", Get<Sixteen>(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.Forward))),
        ("selective-scan-16-wide", Get<Sixteen>(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.ForwardWide))),
        ("selective-scan", Get<Any>(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.Forward))),
        ("selective-scan-wide", Get<Any>(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.ForwardWide))),
        ("speed-copy", Get<NarrowLayout>(typeof(DeviceSpeedKernels), nameof(DeviceSpeedKernels.Copy))),
        ("speed-copy-wide", Get<WideLayout>(typeof(DeviceSpeedKernels), nameof(DeviceSpeedKernels.Copy))),
        ("speed-exponentials", Get<NarrowLayout>(typeof(DeviceSpeedKernels), nameof(DeviceSpeedKernels.Exponentials))),
        ("speed-exponentials-wide", Get<WideLayout>(typeof(DeviceSpeedKernels), nameof(DeviceSpeedKernels.Exponentials))),
        ("speed-multiply-adds", Get<NarrowLayout>(typeof(DeviceSpeedKernels), nameof(DeviceSpeedKernels.MultiplyAdds))),
        ("speed-multiply-adds-wide", Get<WideLayout>(typeof(DeviceSpeedKernels), nameof(DeviceSpeedKernels.MultiplyAdds))),
        ("sum", Get(typeof(SumKernels), nameof(SumKernels.Strided))),
    ];

    private static MethodInfo Get<TArgument>(Type type, string name) => Get(type, name).MakeGenericMethod(typeof(TArgument));

    private static MethodInfo Get(Type type, string name) => type.GetMethod(name)!;
}
