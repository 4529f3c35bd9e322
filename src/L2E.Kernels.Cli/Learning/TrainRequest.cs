using L2E.Kernels.Training;

namespace L2E.Kernels.Cli.Learning;

/// <summary>A training that was asked for.</summary>
/// <param name="Configuration">What is trained on, and how.</param>
/// <param name="WeightsPath">The weights file.</param>
internal sealed record TrainRequest(TrainingConfiguration Configuration, string WeightsPath)
{
    /// <summary>What is trained.</summary>
    public required IEvolutionOperator Operator { get; init; }

    /// <summary>Whether to go on from the checkpoint.</summary>
    public required bool Resumes { get; init; }

    /// <summary>How long it may take; null for as long as its steps take.</summary>
    public required TimeSpan? TimeLimit { get; init; }

    /// <summary>Number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Where to draw the losses; null for nowhere.</summary>
    public required string? PlotPath { get; init; }

    /// <summary>Holds the training between calls.</summary>
    public string CheckpointPath => WeightsPath + ".checkpoint";
}
