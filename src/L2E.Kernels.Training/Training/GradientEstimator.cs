namespace L2E.Kernels.Training;

/// <summary>How the gradient of the loss by the parameters is estimated.</summary>
public enum GradientEstimator
{
    /// <summary>Back through each window: exact for the window, blind to what a window does to later ones.</summary>
    Backprop,

    /// <summary>
    /// Persistent evolution strategies: antithetic perturbations, added up from window to window of a run. Unbiased over whole runs, and it
    /// sees what ranks and features do; noisy.
    /// </summary>
    Pes,

    /// <summary>Both, each parameter's weighted by the inverse of its variance over the tasks.</summary>
    Mixed,
}
