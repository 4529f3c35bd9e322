using System.CommandLine;
using L2E.Kernels.Cli.Comparing;
using L2E.Kernels.Cli.Distribution;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Distributed;

namespace L2E.Kernels.Cli.Commands;

/// <summary><c>l2e ablate</c>: the solver beside itself without one part each.</summary>
internal static class AblateCommand
{
    private static readonly string[] examples =
    [
        "l2e ablate weights.l2e --suite held-out --dims 10,30 --budget 100d --seeds 15 --out ablation",
        "l2e ablate --suite synthetic --dims 30 --threads 2 --out ablation --resume",
    ];

    public static Command Create(LaunchedRanks ranks, TextWriter error, CancellationToken cancellation)
    {
        Argument<string> weights = new("WEIGHTS")
        {
            Description = "default (the weights that come with the program), random:SEED, or a weights file",
            DefaultValueFactory = _ => "default",
        };
        Command ablate = new(
            "ablate",
            "Compares the solver with itself without one part each: learning, proxy gradients, the operator, its blend, its projection, "
            + "its selection, its feedback (open loop), all of its dependence (constant); with tuned constants; and with random weights.")
        {
            weights,
        };
        CompareOptions options = new();
        options.AddTo(ablate);
        ablate.AddExamples(examples);
        ablate.SetAction(parsed =>
        {
            Ranks? joined = ranks.Join();
            string given = parsed.GetValue(weights)!;
            OperatorWeights parameters = WeightsOption.Read("WEIGHTS", given)
                ?? throw new InputException("WEIGHTS", "weights of an operator", "none");
            using CompareRequest request = options.Read(parsed, Ablations.Create(parameters), $"ablate {Quoted.OneLine(given)}");
            return CompareRun.Run(request, joined, ranks.Writer(parsed.InvocationConfiguration.Output), error, cancellation);
        });
        return ablate;
    }
}
