namespace L2E.Kernels.Training.Tests;

/// <summary>A training that takes a second.</summary>
internal static class SmallTraining
{
    public static TrainingConfiguration Configuration { get; } = new()
    {
        Families = ["sphere", "ellipsoid", "rastrigin"],
        HeldOut = ["levy"],
        Dimensions = [3, 5],
        Populations = [6, 8],
        ShortestHorizon = 6,
        LongestHorizon = 40,
        Window = 12,
        Tasks = 6,
        Pool = 20,
        Iterations = 60,
        Estimator = GradientEstimator.Backprop,
        LearningRate = 4e-3,
        WarmUp = 5,
        WeightDecay = 0.01,
        Clip = 1,
        SkipAbove = 200,
        Perturbation = 0.02,
        Seed = 3,
    };

    public static TheoryData<GradientEstimator> Estimators => [GradientEstimator.Backprop, GradientEstimator.Pes, GradientEstimator.Mixed];

    public static TrainingConfiguration With(GradientEstimator estimator) => Configuration with { Estimator = estimator };
}
