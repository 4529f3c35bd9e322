namespace L2E.Kernels.Problems;

/// <summary>
/// Problems of the catalogue by their interface, for what evaluates a few points: what is written for their types is compiled for each.
/// </summary>
public static class AnyObjective
{
    /// <summary>Makes a problem.</summary>
    /// <param name="name">Its name in the catalogue.</param>
    /// <param name="instance">Which one.</param>
    /// <exception cref="ArgumentException">There is no problem of that name, or not this one of it.</exception>
    public static IObjective Create(string name, ObjectiveInstance instance)
    {
        Boxing visitor = default;
        return (IObjective)ObjectiveCatalogue.Create<Boxing, object>(name, instance, ref visitor);
    }

    // An interface with static members is no type argument.
    private readonly struct Boxing : IObjectiveVisitor<object>
    {
        public object Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective => objective;
    }
}
