namespace L2E.Kernels;

/// <summary>When a parameter is active: where another one is active and has one of some values.</summary>
/// <param name="Parameter">Name of the other one, which stands before it in the space and is no <see cref="FloatParameter"/>.</param>
/// <param name="Values">The values, each one that it can have.</param>
public sealed record ParameterCondition(string Parameter, IReadOnlyList<ParameterValue> Values);
