using System.CommandLine;
using System.Diagnostics;
using L2E.Kernels.Training;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>training</c>: training steps a second, for comparison with the same computation elsewhere.</summary>
internal static class TrainingCommand
{
    private const int Rounds = 9, StepsPerRound = 20;

    // 8 tasks of 100 dimensions, a population of 16, whole runs of 20 generations; all families of the training, half of them rotated.
    internal static readonly TrainingConfiguration Configuration = new()
    {
        Families = [.. TrainingFamilies.Names],
        HeldOut = [],
        Dimensions = [100],
        Populations = [16],
        ShortestHorizon = 20,
        LongestHorizon = 20,
        Window = 20,
        Tasks = 8,
        Pool = 64,
        Iterations = 1_000_000,
        Estimator = GradientEstimator.Backprop,
        LearningRate = 1e-3,
        WarmUp = 0,
        WeightDecay = 0,
        Clip = 1,
        SkipAbove = 200,
        Perturbation = 0.02,
        Seed = 1,
    };

    public static Command Create()
    {
        Command training = new(
            "training",
            "Times a training step (forward, backward, Adam): 8 tasks, 100 dimensions, population 16, unroll 20, one thread. Seconds.");
        training.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            using Trainer trainer = new(Configuration);
            Time(trainer);
            List<double> seconds = [.. Enumerable.Range(0, Rounds).Select(_ => Time(trainer)).Order()];
            output.WriteLine(
                $"{1 / seconds[Rounds / 2]:F1} steps a second, {1e3 * seconds[Rounds / 2]:F2} ms a step (median of {Rounds} rounds of " +
                $"{StepsPerRound} steps; best {1e3 * seconds[0]:F2} ms)");
        }));
        return training;
    }

    private static double Time(Trainer trainer)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < StepsPerRound; i++)
            trainer.Step();
        return Stopwatch.GetElapsedTime(started).TotalSeconds / StepsPerRound;
    }
}
