namespace L2E.Kernels.Training;

/// <summary>What a training step did.</summary>
/// <param name="Iteration">Index of the step, from 0.</param>
/// <param name="Loss">Mean loss of the windows.</param>
/// <param name="GradientNorm">Length of the gradient before it was clipped.</param>
/// <param name="IsSkipped">Whether the gradient was too long or not finite, so that nothing was learned.</param>
/// <param name="Generations">Generations that the runs were taken further, over all of them.</param>
public readonly record struct TrainingStep(int Iteration, double Loss, double GradientNorm, bool IsSkipped, int Generations);
