using System.Diagnostics;
using L2E.Kernels.Cli.Distribution;
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
    /// <param name="request">What was asked for.</param>
    /// <param name="ranks">The ranks that train together, of which the first writes files; null for this process alone.</param>
    /// <param name="output">Takes the lines; nowhere, on other ranks than the first.</param>
    /// <param name="cancellation">Ends the training after a step.</param>
    public static int Run(TrainRequest request, TrainingRanks? ranks, TextWriter output, CancellationToken cancellation)
    {
        TrainingConfiguration configuration = request.Configuration;
        bool isFirstRank = ranks is null or { Rank: 0 };
        using Trainer trainer = new(configuration, request.Threads, request.Operator, ranks);
        Resume(trainer, request, ranks);
        using OutputFile? plot = isFirstRank && request.PlotPath is { } path ? new OutputFile("--plot", path) : null;
        using WorkerTeam team = new(request.Threads);
        HeldOutCurve? heldOut = plot is null ? null : HeldOutCurve.Create(trainer, team);
        Save(trainer, request, isFirstRank);

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

            // The first rank's clock decides for all.
            Span<byte> decisions =
            [
                (byte)(cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(started) >= request.TimeLimit ? 1 : 0),
                (byte)(Stopwatch.GetElapsedTime(saved) >= checkpointPeriod ? 1 : 0),
            ];
            ranks?.Broadcast(decisions);
            isOver = decisions[0] != 0;
            if (decisions[1] != 0)
            {
                Save(trainer, request, isFirstRank);
                saved = Stopwatch.GetTimestamp();
            }
        }

        Save(trainer, request, isFirstRank);
        plot?.Complete(stream => TrainingPlot.Write(stream, trainer, heldOut));
        output.WriteLine($"weights: {Quoted.OneLine(request.WeightsPath)}");
        if (ranks is not null && trainer.Iteration > first)
        {
            double part = ranks.Time / Stopwatch.GetElapsedTime(started);
            output.WriteLine(
                $"{Format.Count(ranks.Count, "rank")}: {Format.Count(ranks.Bytes / (trainer.Iteration - first))} bytes a step to and from the "
                + $"first, which spent {100 * part:F1} % of the time with the others");
        }

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

    /// <summary>All ranks go on from what the first reads: the others may be on machines without the file.</summary>
    private static void Resume(Trainer trainer, TrainRequest request, TrainingRanks? ranks)
    {
        byte[] checkpoint = ranks is null or { Rank: 0 } ? ReadCheckpoint(request) : [];
        if (ranks is not null)
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            BitConverter.TryWriteBytes(length, checkpoint.Length);
            ranks.Broadcast(length);
            Array.Resize(ref checkpoint, BitConverter.ToInt32(length));
            ranks.Broadcast(checkpoint);
        }

        if (!request.Resumes)
            return;
        try
        {
            trainer.Load(new MemoryStream(checkpoint));
        }
        catch (InvalidDataException exception)
        {
            string reason = exception.Message[exception.Message.IndexOf(':', StringComparison.Ordinal)..];
            throw new InputException($"--resume{reason} ({Quoted.Text(request.CheckpointPath)})");
        }
    }

    /// <summary>The checkpoint, where there is to be one; else nothing.</summary>
    private static byte[] ReadCheckpoint(TrainRequest request)
    {
        string path = request.CheckpointPath;
        if (!request.Resumes)
        {
            if (File.Exists(path))
                throw new InputException("--out", "--resume, or a file with no checkpoint beside it", $"{Quoted.Text(path)}, which exists");
            return [];
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw InputFile.Unreadable("--resume", path, exception);
        }
    }

    /// <summary>Writes the checkpoint and the weights of all ranks, each whole or not at all.</summary>
    private static void Save(Trainer trainer, TrainRequest request, bool isFirstRank)
    {
        trainer.Collect();
        if (!isFirstRank)
            return;
        OperatorWeights weights = OperatorWeights.FromParameters(
            "trained", trainer.BestParameters, TrainingRecord.Write(trainer), trainer.Operator);
        using OutputFile weightsFile = new("--out", request.WeightsPath), checkpoint = new("--out", request.CheckpointPath);
        checkpoint.Complete(trainer.Save);
        weightsFile.Complete(weights.Save);
    }
}
