namespace L2E.Kernels.Training;

/// <summary>A point of a training's curve.</summary>
/// <param name="Iteration">Training steps made.</param>
/// <param name="Loss">Mean loss of the steps since the last point; NaN where there is none.</param>
/// <param name="Validation">Decades that the value changes by in whole runs on other draws of the training families.</param>
public readonly record struct TrainingPoint(int Iteration, double Loss, double Validation);
