namespace L2E.Kernels.Training;

/// <summary>
/// The families of functions that training can draw tasks from: the only ones that this assembly has. In [-5, 5]^d, minimum 0 at a point
/// o uniform in [-4, 4]^d; half of the tasks are rotated, and the argument is scaled by a factor log-uniform in [e^-0.7, e^0.7].
/// </summary>
public static class TrainingFamilies
{
    internal const double Lower = -5, Upper = 5;

    private const double ShiftRadius = 4, LargestLogScale = 0.7, LeastLogCondition = 1, LargestLogCondition = 5;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sphere", "ellipsoid", "rosenbrock", "rastrigin", "ackley", "griewank"];

    /// <summary>Draws a task of a family.</summary>
    /// <param name="family">One of <see cref="Names"/>.</param>
    /// <param name="dimension">Number of coordinates, at least 2.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <exception cref="ArgumentException">There is no such family, or the dimension is out of range.</exception>
    public static TrainingTask Draw(string family, int dimension, ref PhiloxSequence random)
    {
        Guard.AtLeast(dimension, 2);
        int instance = random.NextInt32(int.MaxValue);
        bool isRotated = random.NextDouble() < 0.5;
        double scale = Math.Exp(random.NextUniform(-LargestLogScale, LargestLogScale));
        double condition = Math.Pow(10, random.NextUniform(LeastLogCondition, LargestLogCondition));
        Placement placement = Placement.Create(new ObjectiveInstance(dimension, instance, isRotated), ShiftRadius);
        switch (family)
        {
            case "sphere":
                return TrainingTask.Create(new TrainingSphere(placement, scale), dimension);
            case "ellipsoid":
                return TrainingTask.Create(new TrainingEllipsoid(placement, scale, condition), dimension);
            case "rosenbrock":
                return TrainingTask.Create(new TrainingRosenbrock(placement, scale), dimension);
            case "rastrigin":
                return TrainingTask.Create(new TrainingRastrigin(placement, scale), dimension);
            case "ackley":
                return TrainingTask.Create(new TrainingAckley(placement, scale), dimension);
            case "griewank":
                return TrainingTask.Create(new TrainingGriewank(placement, scale), dimension);
            default:
                Guard.ThrowArgument(nameof(family), $"one of {string.Join(", ", Names)}", family);
                return null;
        }
    }
}
