namespace L2E.Kernels.Problems;

/// <summary>Where an arm starts, and where its tip shall go.</summary>
/// <param name="Start">The state in the beginning.</param>
/// <param name="TargetX">Place of the target, metres from the fixed joint.</param>
/// <param name="TargetY">Place of the target, metres from the fixed joint.</param>
public readonly record struct ReacherTask(ReacherState Start, double TargetX, double TargetY);
