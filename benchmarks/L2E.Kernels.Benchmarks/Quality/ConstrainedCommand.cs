using System.CommandLine;
using System.Globalization;
using ProblemCatalogue = L2E.Kernels.Problems.ObjectiveCatalogue;

namespace L2E.Kernels.Benchmarks.Quality;

/// <summary>Prints what runs with constraints reach on the problems of the literature, as Markdown.</summary>
internal static class ConstrainedCommand
{
    private const int EvaluationsPerCoordinate = 5000;

    public static Command Create()
    {
        Option<int> seeds = new("--seeds") { Description = "Runs of each problem.", DefaultValueFactory = _ => 15 };
        Option<int> firstSeed = new("--first-seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
        Command command = new("constrained", "Gaps of the best feasible points on problems with constraints.") { seeds, firstSeed };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(seeds), parsed.GetRequiredValue(firstSeed)));
        return command;
    }

    private static void Run(int seeds, int firstSeed)
    {
        Console.WriteLine("Gaps are relative to the optimum, or to 1 where that is less; of runs that ended feasible.");
        Console.WriteLine();
        Console.WriteLine("| problem | dimensions | constraints | evaluations | feasible | best | median | worst | certificates |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (ObjectiveDescription problem in ProblemCatalogue.Objectives)
        {
            // Those with constraints have a dimension of their own.
            if (problem.MinDimension != problem.MaxDimension)
                continue;
            Runs runs = new(problem.MinDimension, seeds, (ulong)firstSeed);
            string? row = ProblemCatalogue.Create<Runs, string?>(problem.Name, new ObjectiveInstance(problem.MinDimension), ref runs);
            if (row is not null)
                Console.WriteLine(row);
        }
    }

    private readonly struct Runs(int dimension, int seeds, ulong firstSeed) : IObjectiveVisitor<string?>
    {
        public string? Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            if (objective.ConstraintCount == 0)
                return null;
            long budget = (long)EvaluationsPerCoordinate * dimension;
            List<double> gaps = [];
            int certified = 0;
            for (int run = 0; run < seeds; run++)
            {
                using Solver<TObjective> solver = new(
                    objective, SolverOptions.For<TObjective>(dimension, budget) with { Seed = firstSeed + (ulong)run });
                SolveResult result = solver.Solve();
                certified += result.Certificate.Holds ? 1 : 0;
                if (result.IsFeasible)
                    gaps.Add((result.BestFitness - objective.KnownOptimum) / Math.Max(1, Math.Abs(objective.KnownOptimum)));
            }

            gaps.Sort();
            string[] figures = gaps.Count == 0 ? ["-", "-", "-"] : [Figure(gaps[0]), Figure(gaps[gaps.Count / 2]), Figure(gaps[^1])];
            return $"| {TObjective.Description.Name} | {dimension} | {objective.ConstraintCount} | {budget} | {gaps.Count} of {seeds} "
                + $"| {string.Join(" | ", figures)} | {certified} of {seeds} hold |";
        }

        private static string Figure(double value) => value.ToString("0.0e0", CultureInfo.InvariantCulture);
    }
}
