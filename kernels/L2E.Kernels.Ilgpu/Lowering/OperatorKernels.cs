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
        ("selective-scan-16", GetScan<SelectiveScanKernels.Sixteen>()),
        ("selective-scan", GetScan<SelectiveScanKernels.Any>()),
    ];

    private static MethodInfo GetScan<TStates>()
        where TStates : struct, SelectiveScanKernels.IStateCount =>
        Get(typeof(SelectiveScanKernels), nameof(SelectiveScanKernels.Forward)).MakeGenericMethod(typeof(TStates));

    private static MethodInfo Get(Type type, string name) => type.GetMethod(name)!;
}
