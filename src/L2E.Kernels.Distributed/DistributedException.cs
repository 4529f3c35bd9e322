namespace L2E.Kernels.Distributed;

/// <summary>MPI is not installed, or reports an error.</summary>
/// <param name="message">What is missing or what failed, in one line.</param>
public sealed class DistributedException(string message) : Exception(message);
