using System.Reflection;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Ilgpu.Lowering;

/// <summary>The operators' kernels by the names that they are launched by.</summary>
public static class OperatorKernels
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<(string Name, MethodInfo Kernel)> All { get; } =
    [
        ("contractive-step", Get(typeof(ContractiveStepKernels), nameof(ContractiveStepKernels.Forward))),
        ("contractive-step-noise", Get(typeof(ContractiveStepKernels), nameof(ContractiveStepKernels.ForwardWithNoise))),
        ("exploration-noise", Get(typeof(ExplorationNoiseKernels), nameof(ExplorationNoiseKernels.Fill))),
        ("recombination", Get(typeof(RecombinationKernels), nameof(RecombinationKernels.Forward))),
        ("selective-scan-backward", GetBackward<NarrowLayout>()),
        ("selective-scan-backward-wide", GetBackward<WideLayout>()),
        ("selective-scan-16", GetScan<SelectiveScanKernels.Sixteen>(nameof(SelectiveScanKernels.Forward))),
        ("selective-scan-16-wide", GetScan<SelectiveScanKernels.Sixteen>(nameof(SelectiveScanKernels.ForwardWide))),
        ("selective-scan", GetScan<SelectiveScanKernels.Any>(nameof(SelectiveScanKernels.Forward))),
        ("selective-scan-wide", GetScan<SelectiveScanKernels.Any>(nameof(SelectiveScanKernels.ForwardWide))),
        ("sum", Get(typeof(SumKernels), nameof(SumKernels.Strided))),
    ];

    private static MethodInfo GetScan<TStates>(string name)
        where TStates : struct, SelectiveScanKernels.IStateCount =>
        Get(typeof(SelectiveScanKernels), name).MakeGenericMethod(typeof(TStates));

    private static MethodInfo GetBackward<TLayout>()
        where TLayout : struct, IWorkLayout =>
        Get(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.Backward)).MakeGenericMethod(typeof(TLayout));

    private static MethodInfo Get(Type type, string name) => type.GetMethod(name)!;
}
