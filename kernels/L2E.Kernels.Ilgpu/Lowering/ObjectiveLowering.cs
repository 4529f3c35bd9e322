using L2E.Kernels.Operators;

namespace L2E.Kernels.Ilgpu.Lowering;

/// <summary>Lowers the evaluation of populations by an objective.</summary>
/// <param name="name">Name of the objective.</param>
public readonly struct ObjectiveLowering(string name) : IDeviceObjectiveVisitor<LoweredTexts>
{
    /// <inheritdoc/>
    public LoweredTexts Visit<TObjective>()
        where TObjective : struct, IDeviceObjective => KernelLowering.Lower(
            "evaluate-" + name,
            typeof(PopulationEvaluationKernels).GetMethod(nameof(PopulationEvaluationKernels.Evaluate))!.MakeGenericMethod(typeof(TObjective)));
}
