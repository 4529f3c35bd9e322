namespace L2E.Kernels;

/// <summary>What a run may know of the objective.</summary>
public enum SolverMode
{
    /// <summary>Values only.</summary>
    BlackBox,

    /// <summary>
    /// Values and exact gradients: limited-memory BFGS takes the place of the coordinate proposal, and the population's proxy gradient is
    /// the mean gradient of its points.
    /// </summary>
    Gradient,
}
