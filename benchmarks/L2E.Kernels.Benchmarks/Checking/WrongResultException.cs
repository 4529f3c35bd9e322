namespace L2E.Kernels.Benchmarks.Checking;

/// <summary>A result that is about to be timed differs from its reference.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
