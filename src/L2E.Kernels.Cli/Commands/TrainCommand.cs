using System.CommandLine;
using L2E.Kernels.Cli.Distribution;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Learning;
using L2E.Kernels.Distributed;
using L2E.Kernels.Training;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e train</c>: trains the operator's weights on synthetic functions.</summary>
internal static class TrainCommand
{
    private const int MostThreads = 1024;
    private const double ShortestHours = 0.001, LongestHours = 10_000;

    private static readonly string[] examples =
    [
        "l2e train --config train.json --out weights.l2e",
        "l2e train --config train.json --out weights.l2e --resume --hours 2 --threads 8 --plot loss.svg",
        "l2e train --config train.json --out weights.l2e --estimator mixed",
        "mpirun -np 8 l2e train --config train.json --out weights.l2e",
        "l2e train --config train.json --out constants.l2e --operator constants",
        "l2e solve rastrigin --dim 30 --weights weights.l2e",
    ];

    public static Command Create(LaunchedRanks ranks, CancellationToken cancellation)
    {
        Option<string> config = Text("--config", "FILE", "The training configuration, in JSON.");
        Option<string> output = Text(
            "--out", "FILE", "The weights file to write; FILE.checkpoint beside it holds the training, for --resume to go on from.");
        config.Required = output.Required = true;
        Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint, bit for bit as if it had not stopped." };
        Option<double?> hours = NumberOption.Create(
            "--hours", "H", "Stop after this time. Default: when all steps of the configuration are made.", ShortestHours, LongestHours);
        Option<string> estimator = Text(
            "--estimator", "NAME", "How gradients are estimated: backprop, pes or mixed. Default: what the configuration says.");
        Option<string> evolutionOperator = Text(
            "--operator", "NAME",
            "What is trained: gates (the gate network), constants (its outputs as eight scalars) or time-scan (these corrected by a scan "
            + "over the generations; estimator pes only). Default: gates.");
        Option<int?> threads = NumberOption.Create(
            "--threads", "N", "Number of threads; the result does not depend on it. Default: 1.", 1, MostThreads);
        Option<string> plot = Text("--plot", "FILE", "Draw the losses against the steps (SVG): in training, and on functions held out.");
        Command train = new("train", "Trains the operator's weights on synthetic functions, by gradients through the unrolled population. Started by mpirun, all ranks "
            + "train together; the result does not depend on their number.")
        {
            config, output, resume, hours, estimator, evolutionOperator, threads, plot,
        };
        train.AddExamples(examples);
        train.SetAction(parsed =>
        {
            Ranks? joined = ranks.Join();
            TrainingConfiguration configuration = ReadConfiguration(parsed.GetValue(config)!);
            if (parsed.GetValue(estimator) is { } name)
                configuration = configuration with { Estimator = ReadEstimator(name) };
            TrainRequest request = new(configuration, parsed.GetValue(output)!)
            {
                Operator = ReadOperator(parsed.GetValue(evolutionOperator)),
                Resumes = parsed.GetValue(resume),
                TimeLimit = parsed.GetValue(hours) is { } limit ? TimeSpan.FromHours(limit) : null,
                Threads = parsed.GetValue(threads) ?? 1,
                PlotPath = parsed.GetValue(plot),
            };
            return TrainRun.Run(
                request, joined is null ? null : new TrainingRanks(joined), ranks.Writer(parsed.InvocationConfiguration.Output), cancellation);
        });
        return train;
    }

    private static TrainingConfiguration ReadConfiguration(string path)
    {
        string text = InputFile.ReadText("--config", path);
        try
        {
            return TrainingConfiguration.Parse(text);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"--{exception.Message}");
        }
    }

    private static GradientEstimator ReadEstimator(string name) => name switch
    {
        "backprop" => GradientEstimator.Backprop,
        "pes" => GradientEstimator.Pes,
        "mixed" => GradientEstimator.Mixed,
        _ => throw new InputException("--estimator", "backprop, pes or mixed", Quoted.Text(name)),
    };

    private static IEvolutionOperator ReadOperator(string? name) => name switch
    {
        null or "gates" => GateNetworkOperator.Instance,
        "constants" => ConstantOperator.Instance,
        "time-scan" => TimeScanOperator.Instance,
        _ => throw new InputException("--operator", "gates, constants or time-scan", Quoted.Text(name)),
    };

    private static Option<string> Text(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
    };
}
