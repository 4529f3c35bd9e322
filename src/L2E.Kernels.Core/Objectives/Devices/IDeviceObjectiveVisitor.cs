namespace L2E.Kernels;

/// <summary>Work with the device code of an objective that is known only when the program runs: loading a kernel, say.</summary>
/// <typeparam name="TResult">What the work returns.</typeparam>
public interface IDeviceObjectiveVisitor<out TResult>
{
    /// <summary>Does the work.</summary>
    /// <typeparam name="TObjective">The device code.</typeparam>
    TResult Visit<TObjective>()
        where TObjective : struct, IDeviceObjective;
}
