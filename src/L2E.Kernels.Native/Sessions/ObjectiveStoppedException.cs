namespace L2E.Kernels.Native;

/// <summary>The caller's objective said that the run is to stop; its batch is not told.</summary>
internal sealed class ObjectiveStoppedException(int code) : Exception($"objective: expected 0, got {code}: the batch was not told");
