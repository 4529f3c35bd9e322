using System.CommandLine;
using System.Text.Json;
using L2E.Kernels.Benchmarks.Distributed;
using L2E.Kernels.Benchmarks.Reach;
using L2E.Kernels.Benchmarks.Timing;
using L2E.Kernels.Cli.Output;
using L2E.Kernels.Training;

namespace L2E.Kernels.Benchmarks.Commands;

/// <summary><c>ranks</c>: training over ranks that <c>mpirun</c> starts, and how far it would scale.</summary>
internal static class RanksCommand
{
    private const int MostRanks = 1000, RunsInAll = 64;
    private static readonly GradientEstimator[] estimators = [GradientEstimator.Backprop, GradientEstimator.Pes];
    private static readonly int[] drawn = [2, 10, 100, MostRanks];

    public static Command Create()
    {
        Option<bool> quick = new("--quick") { Description = "Fewer rounds and steps.", Arity = ArgumentArity.Zero };
        Option<bool> json = new("--json") { Description = "Print one JSON object instead of tables.", Arity = ArgumentArity.Zero };
        Option<string?> svg = new("--svg")
        {
            HelpName = "FILE.svg",
            Description = "Draw the scaling model.",
            Arity = ArgumentArity.ExactlyOne,
        };
        Option<string?> config = new("--config")
        {
            HelpName = "FILE",
            Description = "The training configuration, in JSON. Default: the workload of training.",
            Arity = ArgumentArity.ExactlyOne,
        };
        Command ranks = new(
            "ranks",
            "Times training by one and by two ranks (mpirun), and the link between them; models it for up to 1,000. Minutes; two cores.")
        {
            config, quick, json, svg,
        };
        ranks.SetAction(parsed => ResultGuard.Run(parsed, output =>
        {
            RankJobs.RequireLauncher();
            using OutputFile? file = parsed.GetValue(svg) is { } path ? new OutputFile(svg.Name, path) : null;
            string? configPath = parsed.GetValue(config);
            (int rounds, double seconds) = parsed.GetValue(quick) ? (3, 0.5) : (9, 2);
            RankLink[] links = [RankJobs.Link(isTcp: false, 10 * rounds), RankJobs.Link(isTcp: true, 10 * rounds)];
            List<ReachRow> rows = [];
            List<ScalingModel> models = [];
            foreach (GradientEstimator estimator in estimators)
            {
                TrainingConfiguration configuration = RankProbe.Configuration(configPath, estimator);
                using Trainer trainer = new(configuration);
                // Ranks of different machines have TCP between them; those that are timed have memory.
                models.Add(new(configuration, trainer.Parameters.Length, RunCost.Measure(configuration, 5 * rounds), links[1]));
                rows.Add(Throughput(models[^1] with { Link = links[0] }, configPath, rounds, seconds));
            }

            if (parsed.GetValue(json))
                JsonOutput.Print(output, writer => WriteJson(writer, rows, links, models));
            else
                Print(output, rows, links, models);
            file?.Complete(stream => ScalingPlot.Write(stream, models, RunsInAll));
        }));
        return ranks;
    }

    private static ReachRow Throughput(ScalingModel model, string? configPath, int rounds, double seconds)
    {
        // The same steps for both: the same work.
        int steps = (int)Math.Ceiling(seconds / model.Seconds(1, model.RunsPerRank));
        Dictionary<string, double>[][] runs = [new Dictionary<string, double>[rounds], new Dictionary<string, double>[rounds]];
        for (int round = 0; round < rounds; round++)
        {
            runs[0][round] = RankJobs.Train(1, configPath, model.Configuration.Estimator, steps);
            runs[1][round] = RankJobs.Train(2, configPath, model.Configuration.Estimator, steps);
        }

        double[] one = [.. runs[0].Select(run => run["seconds"])], two = [.. runs[1].Select(run => run["seconds"])];
        double waiting = Interleaved.Median([.. runs[1].Select(run => run["exchange seconds"] / run["seconds"])]);
        return new ReachRow(
            $"training, {model.Name}, 2 ranks", "1 rank", Interleaved.Median([.. one.Zip(two, (a, b) => a / b)]), 1.8, "x",
            $"{1e3 * Interleaved.Median(two):F2} ms a step, 1 rank {1e3 * Interleaved.Median(one):F2} ms, medians of {rounds} "
            + $"times {steps:N0} steps; {runs[1][0]["bytes"]:N0} bytes a step; exchanging and waiting {waiting:P1} of the time; model, "
            + $"with runs of one length: {model.Throughput(2, model.RunsPerRank):F2}x");
    }

    private static void Print(TextWriter output, List<ReachRow> rows, RankLink[] links, List<ScalingModel> models)
    {
        ReachTable.Print(output, rows);
        TextTable table = new("between two ranks", "latency us", "GB/s");
        foreach (RankLink link in links)
            table.Add(link.Name, $"{1e6 * link.Latency:F2}", $"{link.Bandwidth / 1e9:F2}");
        TextOutput.Print(output, table);
        TextTable scaling = new(
            ["model", "parameters", "ms a run", "us a run of others", .. drawn.Select(ranks => $"{ranks:N0} ranks")]);
        foreach (ScalingModel model in models)
        {
            scaling.Add([
                $"{model.Name}, {model.RunsPerRank} runs a rank", $"{model.Parameters:N0}", $"{1e3 * model.Cost.Own:F3}",
                $"{1e6 * model.Cost.Other:F2}",
                .. drawn.Select(ranks => $"{model.Throughput(ranks, ranks * model.RunsPerRank):F1}x"),
            ]);
        }

        TextOutput.Print(output, scaling);
        foreach (ScalingModel model in models)
            output.WriteLine(Limit(model));
    }

    private static string Limit(ScalingModel model)
    {
        (string Name, double Seconds)[] parts = model.Parts(MostRanks, MostRanks * model.RunsPerRank);
        (string name, double seconds) = parts[1..].MaxBy(part => part.Seconds);
        double step = parts.Sum(part => part.Seconds);
        return $"{model.Name}: up to {model.HalfUsed(MostRanks):N0} ranks each does at least half of what one alone does. "
            + $"At {MostRanks:N0} the limit is {name}: {1e3 * seconds:F1} of {1e3 * step:F1} ms a step, "
            + $"beside {1e3 * parts[0].Seconds:F1} ms for {parts[0].Name}.";
    }

    private static void WriteJson(Utf8JsonWriter json, List<ReachRow> rows, RankLink[] links, List<ScalingModel> models)
    {
        json.WriteStartObject();
        ReachTable.WriteJson(json, rows);
        json.WriteStartArray("links");
        foreach (RankLink link in links)
        {
            json.WriteStartObject();
            json.WriteString("name", link.Name);
            json.WriteNumber("latency", link.Latency);
            json.WriteNumber("bandwidth", link.Bandwidth);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("models");
        foreach (ScalingModel model in models)
        {
            json.WriteStartObject();
            json.WriteString("estimator", model.Name);
            json.WriteNumber("parameters", model.Parameters);
            json.WriteNumber("secondsOfRun", model.Cost.Own);
            json.WriteNumber("secondsOfOtherRun", model.Cost.Other);
            json.WriteNumber("runsPerRank", model.RunsPerRank);
            foreach (int ranks in drawn)
                json.WriteNumber($"throughput{ranks}", model.Throughput(ranks, ranks * model.RunsPerRank));
            json.WriteString("limit", Limit(model));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
