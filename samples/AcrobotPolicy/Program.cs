// Trains the weights of a small policy that swings an acrobot up, over several seeds, and runs what came of it from unseen starts.
using AcrobotPolicy;
using L2E.Kernels.Problems;

const int EpisodesPerInstance = 8;
int seeds = 30;
int budget = 1000;
int instances = 4;
string? svg = null;
for (int i = 0; i < args.Length; i++)
{
    bool isKnown = args[i] switch
    {
        "--seeds" => i + 1 < args.Length && int.TryParse(args[++i], out seeds) && seeds is >= 1 and <= 1000,
        "--budget" => i + 1 < args.Length && int.TryParse(args[++i], out budget) && budget is >= 100 and <= 1_000_000,
        "--instances" => i + 1 < args.Length && int.TryParse(args[++i], out instances) && instances is >= 1 and <= 1000,
        "--svg" => i + 1 < args.Length && (svg = args[++i]) is not null,
        _ => false,
    };
    if (!isKnown)
    {
        Console.Error.WriteLine($"""
            at '{args[i]}': expected [--seeds 1..1000] [--budget 100..1000000] [--instances 1..1000] [--svg FILE]
              --budget      evaluations of each seed
              --instances   of the problem, the mean over which is an evaluation: {EpisodesPerInstance} episodes each
              --svg         draw the learning curves
            """);
        return 2;
    }
}

FileStream? curves = null;
try
{
    curves = svg is null ? null : File.Create(svg);
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"--svg: {error.Message}");
    return 2;
}

using FileStream? file = curves;
int episodes = EpisodesPerInstance * instances;
SearchRuns solver = new("l2e", seeds, seed => TrainedPolicy.Solve(new TrainingStarts(seed, instances), seed, budget));
SearchRuns random = new("random search", seeds, seed => TrainedPolicy.SearchAtRandom(new TrainingStarts(seed, instances), seed, budget));
Console.WriteLine($"""
    Steps to the goal, at most {Acrobot.MaxSteps}: median over {seeds} seeds, and quartiles.
    {budget:N0} evaluations of {episodes} episodes each.

    | method | starts trained on | {UnseenStarts.Count} unseen starts | episodes from unseen starts that reach the goal |
    |---|---|---|---|
    """);
foreach (SearchRuns method in (SearchRuns[])[solver, random])
{
    Console.WriteLine(
        $"| {method.Name} | {method.Trained(budget, 0.5):F1} ({method.Trained(budget, 0.25):F1} to {method.Trained(budget, 0.75):F1}) "
        + $"| {method.Unseen(0.5):F1} ({method.Unseen(0.25):F1} to {method.Unseen(0.75):F1}) | {100 * method.Reached:F1} % |");
}

if (file is not null)
{
    LearningChart.Write(file, seeds, episodes, [solver, random]);
    Console.WriteLine();
    Console.WriteLine($"curves: {svg}");
}

// A solver that random search beats on what both are told has learned nothing.
return solver.Trained(budget, 0.5) <= random.Trained(budget, 0.5) ? 0 : 1;
