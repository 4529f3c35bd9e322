using System.CommandLine;
using System.Diagnostics;
using L2E.Kernels.Benchmarks.Native;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Benchmarks.Timing;
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
        Option<string?> python = new("--python")
        {
            HelpName = "PROGRAM",
            Description = "A Python that has PyTorch: times the same step there too, in turn, on one core.",
            Arity = ArgumentArity.ExactlyOne,
        };
        Command training = new(
            "training",
            "Times a training step (forward, backward, Adam): 8 tasks, 100 dimensions, population 16, unroll 20, one thread. Seconds.")
        {
            python,
        };
        training.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            using Trainer trainer = new(Configuration);
            if (parsed.GetValue(python) is { } program)
                Compare(output, trainer, program);
            else
                Print(output, trainer);
        }));
        return training;
    }

    private static void Print(TextWriter output, Trainer trainer)
    {
        Time(trainer);
        List<double> seconds = [.. Enumerable.Range(0, Rounds).Select(_ => Time(trainer)).Order()];
        output.WriteLine(
            $"{1 / seconds[Rounds / 2]:F1} steps a second, {1e3 * seconds[Rounds / 2]:F2} ms a step (median of {Rounds} rounds of " +
            $"{StepsPerRound} steps; best {1e3 * seconds[0]:F2} ms)");
    }

    private static void Compare(TextWriter output, Trainer trainer, string python)
    {
        using TorchStep torch = new(python);
        Time(trainer);
        torch.Time(StepsPerRound);
        double[] own = new double[Rounds], theirs = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            own[round] = Time(trainer);
            theirs[round] = torch.Time(StepsPerRound);
        }

        ReachRow row = new(
            "training step", torch.Version, Interleaved.Median([.. theirs.Zip(own, (them, us) => them / us)]), 20, "x",
            $"{1e3 * Interleaved.Median(own):F2} ms, PyTorch {1e3 * Interleaved.Median(theirs):F2} ms, medians of {Rounds} rounds of " +
            $"{StepsPerRound} steps");
        ReachTable.Print(output, [row]);
    }

    private static double Time(Trainer trainer)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < StepsPerRound; i++)
            trainer.Step();
        return Stopwatch.GetElapsedTime(started).TotalSeconds / StepsPerRound;
    }
}
