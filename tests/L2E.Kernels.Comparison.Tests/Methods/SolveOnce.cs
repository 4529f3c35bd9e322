using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Tests.Methods;

/// <summary>Runs a method on a problem and hands back the box with its record.</summary>
internal readonly struct SolveOnce(IMethod method, RunSettings settings) : IObjectiveVisitor<BlackBox>
{
    public BlackBox Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective
    {
        BlackBox<TObjective> box = new(objective, settings);
        method.Minimise(box);
        return box;
    }
}
