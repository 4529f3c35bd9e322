namespace L2E.Kernels.Problems;

/// <summary>
/// Every problem of this assembly by name: the synthetic suite, <c>bbob-f01</c> to <c>bbob-f24</c> and <c>cartpole</c>. The
/// source generator writes the members, a switch over the names, so that looking one up needs no reflection.
/// </summary>
public static partial class ObjectiveCatalogue;
