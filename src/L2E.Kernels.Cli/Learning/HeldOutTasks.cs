using L2E.Kernels.Problems;
using L2E.Kernels.Training;

namespace L2E.Kernels.Cli.Learning;

/// <summary>
/// The problems that a configuration holds out of training, as tasks: for reporting alone. Training does not see them, and nothing is
/// chosen by them.
/// </summary>
internal static class HeldOutTasks
{
    private const int TasksPerProblem = 4;

    /// <summary>
    /// Tasks of every problem held out that has a gradient, a known optimum and one of the training's dimensions; empty if there is none.
    /// </summary>
    public static List<TrainingTask> Create(TrainingConfiguration configuration)
    {
        List<TrainingTask> tasks = [];
        // Problem by problem within a round: the first half of the tasks gets the short horizon.
        for (int k = 0; k < TasksPerProblem; k++)
        {
            foreach (string name in configuration.HeldOut)
            {
                int dimension = configuration.Dimensions[k % configuration.Dimensions.Length];
                if (!ObjectiveCatalogue.TryFind(name, out ObjectiveDescription? description)
                    || dimension < description.MinDimension || dimension > description.MaxDimension)
                {
                    continue;
                }

                TaskVisitor visitor = new(dimension);
                ObjectiveInstance instance = new(dimension, k + 1);
                if (ObjectiveCatalogue.Create<TaskVisitor, TrainingTask?>(name, instance, ref visitor) is { } task)
                    tasks.Add(task);
            }
        }

        return tasks;
    }

    private readonly struct TaskVisitor(int dimension) : IObjectiveVisitor<TrainingTask?>
    {
        public TrainingTask? Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective =>
            TObjective.HasGradient && double.IsFinite(objective.KnownOptimum) ? TrainingTask.Create(objective, dimension) : null;
    }
}
