using L2E.Kernels.Plotting;
using L2E.Kernels.Training;

namespace L2E.Kernels.Cli.Learning;

/// <summary>How a training does on problems held out of it, for its plot.</summary>
internal sealed class HeldOutCurve
{
    private readonly WholeRuns runs;
    private readonly List<ChartPoint> points = [];

    private HeldOutCurve(WholeRuns runs) => this.runs = runs;

    /// <summary>What was measured, decades against steps.</summary>
    public IReadOnlyList<ChartPoint> Points => points;

    /// <summary>A curve of a training's held-out problems; null if none of them can be measured.</summary>
    public static HeldOutCurve? Create(Trainer trainer, WorkerTeam team)
    {
        List<TrainingTask> tasks = HeldOutTasks.Create(trainer.Configuration);
        return tasks.Count == 0 ? null : new HeldOutCurve(new WholeRuns(trainer.Configuration, tasks, team, trainer.Operator));
    }

    /// <summary>Adds a point for the parameters as they stand.</summary>
    public double Measure(Trainer trainer)
    {
        double decades = runs.Measure(trainer.Parameters);
        points.Add(new ChartPoint(trainer.Iteration, decades));
        return decades;
    }
}
