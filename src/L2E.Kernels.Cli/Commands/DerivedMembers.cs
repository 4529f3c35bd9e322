using L2E.Kernels.Problems;

namespace L2E.Kernels.Cli.Commands;

/// <summary>What a problem has besides its value.</summary>
/// <param name="HasGradient">Whether it has a gradient.</param>
/// <param name="HasIncrementalEvaluation">Whether changes of one coordinate are cheap, where it is not rotated.</param>
/// <param name="HasDeviceCode">Whether devices can evaluate it.</param>
internal readonly record struct DerivedMembers(bool HasGradient, bool HasIncrementalEvaluation, bool HasDeviceCode)
{
    /// <summary>Asks the smallest problem of that name.</summary>
    public static DerivedMembers Find(ObjectiveDescription objective)
    {
        Visitor visitor = default;
        return ObjectiveCatalogue.Create<Visitor, DerivedMembers>(
            objective.Name, new ObjectiveInstance(objective.MinDimension), ref visitor);
    }

    private struct Visitor : IObjectiveVisitor<DerivedMembers>
    {
        public readonly DerivedMembers Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective =>
            new(TObjective.HasGradient, objective.HasIncrementalEvaluation, objective is IDeviceBinding);
    }
}
