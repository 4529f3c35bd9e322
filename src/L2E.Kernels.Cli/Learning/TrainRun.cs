using System.Diagnostics;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Training;

namespace L2E.Kernels.Cli.Learning;

/// <summary>Runs a training: steps, a line from time to time, checkpoints, and the weights that were best in validation.</summary>
internal static class TrainRun
{
    // A fixed number of steps apart, whenever the training is stopped: what is kept must not depend on the clock.
    private const int Reports = 50;

    private static readonly TimeSpan checkpointPeriod = TimeSpan.FromMinutes(1);

    /// <summary>Trains; returns the exit code.</summary>
    public static int Run(TrainRequest request, TextWriter output, CancellationToken cancellation)
    {
        TrainingConfiguration configuration = request.Configuration;
        using Trainer trainer = new(configuration, request.Threads, request.Operator);
        Resume(trainer, request);
        using OutputFile? plot = request.PlotPath is { } path ? new OutputFile("--plot", path) : null;
        using WorkerTeam team = new(request.Threads);
        HeldOutCurve? heldOut = plot is null ? null : HeldOutCurve.Create(trainer, team);
        Save(trainer, request);

        int period = Math.Max(1, configuration.Iterations / Reports);
        long started = Stopwatch.GetTimestamp(), saved = started, generations = 0;
        int first = trainer.Iteration;
        if (first == 0)
            Report(trainer, heldOut, output, "");
        bool isOver = false;
        while (!trainer.IsComplete && !isOver)
        {
            generations += trainer.Step().Generations;
            if (trainer.Iteration % period == 0 || trainer.IsComplete)
            {
                double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                int stepsLeft = configuration.Iterations - trainer.Iteration;
                TimeSpan left = TimeSpan.FromSeconds(seconds / (trainer.Iteration - first) * stepsLeft);
                string rate = Format.Count((long)(generations / seconds));
                Report(trainer, heldOut, output, $", {rate} generations/s, {(long)left.TotalMinutes}:{left.Seconds:D2} left");
            }

            isOver = cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(started) >= request.TimeLimit;
            if (Stopwatch.GetElapsedTime(saved) >= checkpointPeriod)
            {
                Save(trainer, request);
                saved = Stopwatch.GetTimestamp();
            }
        }

        Save(trainer, request);
        plot?.Complete(stream => TrainingPlot.Write(stream, trainer, heldOut));
        output.WriteLine($"weights: {Quoted.OneLine(request.WeightsPath)}");
        if (!trainer.IsComplete)
        {
            output.WriteLine(
                $"stopped after {Format.Count(trainer.Iteration)} of {Format.Count(configuration.Iterations, "step")}; " +
                "the same command with --resume goes on");
        }

        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private static void Report(Trainer trainer, HeldOutCurve? heldOut, TextWriter output, string rest)
    {
        TrainingPoint point = trainer.Validate();
        string loss = double.IsNaN(point.Loss) ? "" : $", loss {point.Loss:F3}";
        string unseen = heldOut is null ? "" : $", held out {heldOut.Measure(trainer):F3}";
        double best = trainer.Curve.Min(other => other.Validation);
        output.WriteLine(
            $"step {Format.Count(point.Iteration)}{loss}, validation {point.Validation:F3} decades (best {best:F3}){unseen}{rest}");
    }

    private static void Resume(Trainer trainer, TrainRequest request)
    {
        string path = request.CheckpointPath;
        if (!request.Resumes)
        {
            if (File.Exists(path))
                throw new InputException("--out", "--resume, or a file with no checkpoint beside it", $"{Quoted.Text(path)}, which exists");
            return;
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            trainer.Load(file);
        }
        catch (InvalidDataException exception)
        {
            string reason = exception.Message[exception.Message.IndexOf(':', StringComparison.Ordinal)..];
            throw new InputException($"--resume{reason} ({Quoted.Text(path)})");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw InputFile.Unreadable("--resume", path, exception);
        }
    }

    /// <summary>Writes the checkpoint and the weights, each whole or not at all.</summary>
    private static void Save(Trainer trainer, TrainRequest request)
    {
        OperatorWeights weights = OperatorWeights.FromParameters(
            "trained", trainer.BestParameters, TrainingRecord.Write(trainer), trainer.Operator);
        using OutputFile weightsFile = new("--out", request.WeightsPath), checkpoint = new("--out", request.CheckpointPath);
        checkpoint.Complete(trainer.Save);
        weightsFile.Complete(weights.Save);
    }
}
