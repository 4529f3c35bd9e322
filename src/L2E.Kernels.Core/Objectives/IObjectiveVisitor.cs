namespace L2E.Kernels;

/// <summary>
/// Work that is done with an objective whose type is known only by its name at run time. A catalogue calls
/// <see cref="Visit"/> with the typed binding, so the work is compiled for that type: no reflection, no boxing.
/// </summary>
/// <typeparam name="TResult">What the work returns.</typeparam>
public interface IObjectiveVisitor<out TResult>
{
    /// <summary>Does the work with <paramref name="objective"/>.</summary>
    /// <typeparam name="TObjective">The binding's type.</typeparam>
    /// <param name="objective">The objective that was asked for.</param>
    TResult Visit<TObjective>(TObjective objective)
        where TObjective : struct, IObjective;
}
