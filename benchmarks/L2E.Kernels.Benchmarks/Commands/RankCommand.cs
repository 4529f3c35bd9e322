using System.CommandLine;
using L2E.Kernels.Benchmarks.Distributed;
using L2E.Kernels.Training;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>rank</c>: what <c>ranks</c> starts by <c>mpirun</c>.</summary>
internal static class RankCommand
{
    public static Command Create()
    {
        Argument<GradientEstimator> estimator = new("estimator");
        Argument<int> steps = new("steps"), rounds = new("rounds");
        Option<string?> config = new("--config");
        Command train = new("train") { estimator, steps, config };
        train.SetAction(parsed => RankProbe.Train(
            parsed.InvocationConfiguration.Output, RankProbe.Configuration(parsed.GetValue(config), parsed.GetValue(estimator)),
            parsed.GetValue(steps)));
        Command link = new("link") { rounds };
        link.SetAction(parsed => RankProbe.Link(parsed.InvocationConfiguration.Output, parsed.GetValue(rounds)));
        Argument<int> count = new("count");
        Command evaluations = new("evaluations") { count };
        evaluations.SetAction(parsed => EvaluationProbe.Run(parsed.InvocationConfiguration.Output, parsed.GetValue(count)));
        return new Command("rank", "What ranks starts on each rank.") { Hidden = true, Subcommands = { train, link, evaluations } };
    }
}
